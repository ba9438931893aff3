import Foundation
import TestSupport

/// A suite whose tests run notebooks in a folder of their own.
protocol NotebookFixture {
    var directory: TemporaryDirectory { get }
}

extension NotebookFixture {
    func write(_ text: String, to name: String = "note.md") throws {
        try text.write(toFile: directory.file(name), atomically: true, encoding: .utf8)
    }

    func read(_ name: String = "note.md") throws -> String {
        try String(contentsOfFile: directory.file(name), encoding: .utf8)
    }

    func notebook(_ arguments: String...) throws -> Program.Result {
        try Program.run(["notebook"] + arguments, in: directory)
    }
}
