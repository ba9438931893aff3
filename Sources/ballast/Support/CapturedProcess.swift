import Foundation

/// A helper process that ran to its end, and what it said.
struct CapturedProcess {
    /// The exit status, or the number of the signal that ended it.
    let status: Int32
    let wasSignalled: Bool
    /// What was captured, without line breaks at the ends.
    let text: String

    var succeeded: Bool { !wasSignalled && status == 0 }

    /// Runs a program that reads nothing, and takes what it writes to standard error.
    ///
    /// - Parameters:
    ///   - capturingOutput: take standard output too, in the order of writing; otherwise it is dropped.
    ///   - environment: laid over this program's own.
    init(
        _ executable: String, _ arguments: [String], capturingOutput: Bool, environment: [String: String] = [:]
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = capturingOutput ? pipe : FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // To the end before waiting: a full pipe would stop the process.
        let captured = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        status = process.terminationStatus
        wasSignalled = process.terminationReason == .uncaughtSignal
        text = String(decoding: captured, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
