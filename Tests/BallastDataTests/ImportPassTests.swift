import BallastCore
import BallastData
import Foundation
import TestSupport
import Testing

/// Text tables that are written while they are read for the first time, and those for which that is not enough.
@Suite struct ImportPassTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Lines of several blocks, with what is to be changed in them.
    private func write(_ name: String = "table.csv", rows: Int = 60_000, _ change: (inout [String]) -> Void = { _ in })
        throws -> String
    {
        var lines = (0..<rows).map { row in
            "\(row % 1000).25,\(["red", "green"][row % 2]),\(row)\(String(repeating: "0", count: 8)),"
                + (row % 9 == 0 ? "b" : "c")
        }
        change(&lines)
        let path = directory.file(name)
        try Data((["x,colour,z,y"] + lines).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private struct Written: Equatable {
        let bytes: Data
        let isOnePass: Bool
    }

    /// - Parameter beginning: blocks that are learned from first; all of them make two passes.
    private func importTable(
        _ sources: [String], test: [String] = [], beginning: Int, threads: Int = 2,
        _ change: (inout TableOptions) -> Void = { _ in }
    ) throws -> Written {
        var options = TableOptions()
        change(&options)
        var table = TableImport(options: options, sources: sources, testSources: test, name: "t", format: "csv")
        table.beginning = beginning
        let output = directory.file("out.h5")
        var lastTotal: Int?
        try DatasetWriter.write(to: output, overwriting: true, threads: threads) { writer in
            try table.run(into: writer) { lastTotal = $0.total }
        }
        return Written(bytes: try Data(contentsOf: URL(fileURLWithPath: output)), isOnePass: lastTotal == nil)
    }

    /// Checks that the file is that of two passes, whatever the number of threads.
    private func expectSameFile(
        _ sources: [String], test: [String] = [], isOnePass: Bool, _ change: (inout TableOptions) -> Void = { _ in }
    ) throws {
        let expected = try importTable(sources, test: test, beginning: .max, threads: 1, change)
        #expect(!expected.isOnePass)
        for threads in [1, 2, 5] {
            let written = try importTable(sources, test: test, beginning: 1, threads: threads, change)
            #expect(written.bytes == expected.bytes, "\(threads) threads")
            #expect(written.isOnePass == isOnePass)
        }
    }

    @Test func onePassWritesTheFileOfTwo() throws {
        let table = try write()
        try expectSameFile([table], isOnePass: true)
        try expectSameFile([table], isOnePass: true) { $0.positive = "b" }
        try expectSameFile([table], isOnePass: true) { $0.nominalEncoding = .ordinal }
        try expectSameFile([table], test: [try write("test.csv", rows: 20_000)], isOnePass: true)
    }

    /// A class that comes before the others in their order, in the middle, in the last row, in another file.
    @Test func namesThatComeLate() throws {
        for row in [30_000, 59_999] {
            let table = try write { $0[row] = "1,red,2,a" }
            try expectSameFile([table], isOnePass: false)
            let file = try DatasetFile(path: directory.file("out.h5"))
            #expect(file.description.classNames == ["a", "b", "c"])
            let labels = try file.split(.all).labels
            #expect(labels[row] == 0 && labels[0] == 1 && labels[1] == 2)
        }
        let colour = try write { $0[40_000] = "1,blue,2,c" }
        try expectSameFile([colour], isOnePass: false)
        #expect(
            try DatasetFile(path: directory.file("out.h5")).description.featureNames
                == ["x", "colour=blue", "colour=green", "colour=red", "z"])
        let table = try write("first.csv"), last = try write("last.csv", rows: 20_000) { $0[7] = "1,red,2,d" }
        try expectSameFile([table], test: [last], isOnePass: false)
        try expectSameFile([table, last, table], isOnePass: false)
    }

    /// Beginnings that do not tell enough to write anything: one class, no class of interest.
    @Test func beginningsThatTellTooLittle() throws {
        let sorted = try write { lines in
            for row in lines.indices { lines[row] = "\(row),red,1,\(row < 40_000 ? "b" : "a")" }
        }
        try expectSameFile([sorted], isOnePass: false)
        let rare = try write { $0[50_000] = "1,red,2,a" }
        try expectSameFile([rare], isOnePass: false) { $0.positive = "a" }
    }

    /// A column whose first values are all missing: numbers as expected, or names.
    @Test func columnsThatBeginWithMissingValues() throws {
        func table(_ late: String) throws -> String {
            try write { lines in
                for row in lines.indices { lines[row] = "1,\(row < 40_000 ? "NA" : late),2,\(row % 2)" }
            }
        }
        try expectSameFile([try table("3.5")], isOnePass: true) { $0.fill = 0 }
        try expectSameFile([try table("red")], isOnePass: false) { $0.fill = 0 }
    }

    /// What a row has too few or too many of comes before a text that is no number, and both are reported as if there
    /// were two passes.
    @Test(arguments: [
        (
            "x,red,1,b", 40_000,
            "line 40002, column 'x': is not a number: expected a number, or that the column be declared nominal or dropped, "
                + "got 'x'"
        ),
        ("1,red,1,", 40_000, "line 40002, column 'y': the label is missing"),
        (
            "1,,1,b", 59_999,
            "line 60001, column 'colour': the value is missing: expected a value in every row, or a fill value"
        ),
        ("1,red,1e39,b", 50_000, "line 50002, column 'z': the number is too large for 32 bits: got 1e39"),
        ("1,red,1", 50_000, "line 50002: wrong number of fields: expected 4, got 3"),
        ("1,\"red,1,b", 50_000, "line 50002: a quote is opened and never closed"),
    ])
    func faultsFarBehindTheBeginning(line: String, row: Int, message: String) throws {
        let source = try write { $0[row] = line }
        for (beginning, threads) in [(1, 1), (1, 2), (1, 5), (Int.max, 2)] {
            expectError("\(source): \(message)") {
                _ = try importTable([source], beginning: beginning, threads: threads)
            }
        }
        let both = try write {
            $0[30_000] = "y,red,1,b"
            $0[row] = line
        }
        let first = message.contains("number:") || message.contains("too large") || message.contains("is missing: ")
        let expected =
            first
            ? "line 30002, column 'x': is not a number: expected a number, or that the column be declared nominal or dropped, "
                + "got 'y'" : message
        for beginning in [1, .max] {
            expectError("\(both): \(expected)") { _ = try importTable([both], beginning: beginning) }
        }
        #expect(!FileManager.default.fileExists(atPath: directory.file("out.h5")))
    }

    @Test func otherFilesThatDoNotFit() throws {
        let table = try write()
        let empty = directory.file("empty.csv"), other = directory.file("other.csv")
        try Data("x,colour,z,y\n".utf8).write(to: URL(fileURLWithPath: empty))
        try Data("x,z,y\n1,2,b\n".utf8).write(to: URL(fileURLWithPath: other))
        for beginning in [1, .max] {
            expectError("\(empty): holds no rows") { _ = try importTable([table, empty], beginning: beginning) }
            expectError("\(other): has other columns than \(table)") {
                _ = try importTable([table], test: [other], beginning: beginning)
            }
        }
    }
}
