import Foundation
import Testing
import TestSupport

/// What is said during a training.
@Suite struct ProgressTests {
    /// Runs a command on a terminal of its own, which `script` of util-linux makes.
    private static let script = "/usr/bin/script"

    @Test func withoutATerminalEpochsAreLines() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 3)
        let ran = try Program.run(["train", config, "--out", "run"], in: directory)
        let lines = ran.errors.split(separator: "\n")
        #expect(lines.count == 4 && lines[0] == "3 epochs of 19 steps")
        for (number, line) in lines.dropFirst().enumerated() {
            #expect(line.hasPrefix("epoch \(number + 1)/3  loss "))
            for part in ["validation: average_precision ", "balanced_accuracy ", "examples/s", " left"] {
                #expect(line.contains(part))
            }
        }
        #expect(!ran.errors.contains("\u{1B}") && !ran.errors.contains("\r"))
    }

    @Test func aQuietTrainingSaysTheResultAlone() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 1)
        let ran = try Program.run(["train", config, "--out", "run", "--quiet"], in: directory)
        #expect(ran.code == 0 && ran.errors.isEmpty && ran.output.hasPrefix("run: 1 epochs"))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: script), "needs script(1) of util-linux"))
    func aTerminalShowsTheMoment() throws {
        // After the first epoch with the monitored metric of validation and the time that is left.
        let later = try #require(try moments(columns: 140).last)
        #expect(later.contains("  balanced_accuracy 0.") && later.contains(" examples/s  lr 0.05"))
        #expect(later.hasSuffix(" left"))
        #expect(try moments(columns: 60).allSatisfy { $0.count < 60 })
    }

    /// The lines for the moment of a training on a terminal.
    private func moments(columns: Int) throws -> [String] {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 100)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.script)
        let command = "stty cols \(columns) rows 24; exec '\(Program.path)' train '\(config)' --out run --threads 1"
        process.arguments = ["--quiet", "--return", "--command", command, directory.file("terminal")]
        process.currentDirectoryURL = URL(fileURLWithPath: directory.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)

        let text = String(decoding: try TemporaryDirectory.bytes(directory.file("terminal")), as: UTF8.self)
        // Every rewriting of the line begins so; the next one, or a line that stays, follows.
        let moments = text.components(separatedBy: "\r\u{1B}[K").dropFirst()
            .map { $0.split(whereSeparator: \.isNewline).first.map(String.init) ?? "" }
            .filter { $0.contains("━") || $0.contains("╌") }
        #expect(moments.count >= 2)
        for moment in moments {
            #expect(moment.hasPrefix("epoch ") && moment.contains("/100 ") && moment.contains("  loss "))
        }
        #expect(text.contains("epoch 100/100  loss "))
        return moments
    }
}
