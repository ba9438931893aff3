import ArgumentParser
import Ballast
import Foundation

/// `ballast data verify FILE`.
struct DataVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read a whole dataset and check that it is what was written.")

    @Argument(help: "Dataset file.") var file: String

    func run() throws {
        let dataset = try DatasetFile(path: file)
        let progress = ProgressLines()
        for name in dataset.splitNames {
            let split = try dataset.split(name)
            try split.verify {
                progress.report(
                    ImportProgress(phase: "verifying \(name.rawValue)", rows: $0, total: split.count))
            }
            Console.line("\(name.rawValue): \(split.count) rows, sha256 \(split.sha256), sound")
        }
    }
}
