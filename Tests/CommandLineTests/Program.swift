import Foundation
import TestSupport

/// The built program, run as a user runs it.
struct Program {
    struct Result {
        let code: Int32
        let output: String
        let errors: String
    }

    /// The binary stands beside the test bundle.
    static let path = URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appendingPathComponent("ballast").path

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let satImage = repository.appendingPathComponent("notebooks-md/data/satimage.h5").path

    /// Starts the program; files take its output, so that no full pipe can block it.
    static func start(
        _ arguments: [String], in directory: TemporaryDirectory, environment: [String: String] = [:]
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
        for (name, keyPath) in [("stdout", \Process.standardOutput), ("stderr", \Process.standardError)] {
            let file = directory.file("\(name)-\(UUID())")
            _ = FileManager.default.createFile(atPath: file, contents: nil)
            process[keyPath: keyPath] = try FileHandle(forUpdating: URL(fileURLWithPath: file))
        }
        try process.run()
        return process
    }

    /// Starts a command once for each delay in seconds, and sends it the signal then if it still runs.
    ///
    /// - Returns: how often it did.
    static func kill(
        _ arguments: [String], after delays: [(seconds: Double, signal: Int32)], in directory: TemporaryDirectory
    ) throws -> Int {
        var kills = 0
        for (seconds, signal) in delays {
            let process = try start(arguments, in: directory)
            Thread.sleep(forTimeInterval: seconds)
            if process.isRunning {
                Foundation.kill(process.processIdentifier, signal)
                kills += 1
            }
            process.waitUntilExit()
        }
        return kills
    }

    static func finish(_ process: Process) throws -> Result {
        process.waitUntilExit()
        func text(_ stream: Any?) throws -> String {
            guard let handle = stream as? FileHandle else { return "" }
            try handle.seek(toOffset: 0)
            return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
        }
        return Result(
            code: process.terminationStatus, output: try text(process.standardOutput),
            errors: try text(process.standardError))
    }

    static func run(
        _ arguments: [String], in directory: TemporaryDirectory, environment: [String: String] = [:]
    ) throws -> Result {
        try finish(start(arguments, in: directory, environment: environment))
    }

    /// Writes a configuration of a short run on SatImage.
    static func writeConfiguration(in directory: TemporaryDirectory, epochs: Int = 2) throws -> String {
        let path = directory.file("run.yaml")
        try """
        data: {path: \(satImage), train_split: all, test_fraction: 0.2}
        transforms: [standardise]
        model: {type: mlp, hidden: [8]}
        loss: {type: fal, gamma: 1}
        optimizer: {type: adagrad, learning_rate: 0.05}
        training: {epochs: \(epochs), batch_size: 256}
        metrics: [balanced_accuracy, average_precision]
        """.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
