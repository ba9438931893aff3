import BallastCore
import BallastData
import Foundation
import TestSupport
import Testing

/// Text tables of many blocks, read by several threads.
@Suite struct ImportThreadTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func write(_ lines: [String]) throws -> String {
        let path = directory.file("table.csv")
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func lines(_ count: Int) -> [String] {
        ["a,name,b,y"]
            + (0..<count).map { row in
                var random = CounterRandom(seed: 3, epoch: 0, index: row)
                let name = ["red", "\"light, \"\"blue\"\"\"", "?", "green"][random.integer(in: 0..<4)]
                return String(format: "%.5f,%@,%d,%@", random.normal(), name, row, row % 7 == 0 ? "yes" : "no")
            }
    }

    private func importer() throws -> CSVImporter {
        var config = CSVImporter.Config()
        config.fill = 0
        return try CSVImporter(config: config)
    }

    /// The same bytes in the file, whatever the number of threads; more rows than a wave of blocks, and than the chunks that are
    /// gathered before they are written.
    @Test func filesDoNotDependOnThreads() throws {
        let source = try write(lines(200_000))
        var files: [Data] = []
        for threads in [1, 2, 5] {
            let output = directory.file("table-\(threads).h5")
            try importer().importDataset(ImportRequest(sources: [source]), to: output, threads: threads)
            files.append(try Data(contentsOf: URL(fileURLWithPath: output)))
        }
        #expect(files[0] == files[1] && files[0] == files[2])
        let file = try DatasetFile(path: directory.file("table-1.h5"))
        let split = try file.split(.all)
        try split.verify()
        #expect(file.description.featureNames == ["a", "name=green", "name=light, \"blue\"", "name=red", "b"])
        #expect(split.count == 200_000 && split.labels[7] == 1 && split.labels[8] == 0)
        let values = try split.examples().values(at: [0, 131_072, 199_999])
        #expect([values[4], values[9], values[14]] == [0, 131_072, 199_999])
    }

    /// Of two faults the one that comes first in the file is reported, however many threads there are.
    @Test(arguments: [1, 2, 4])
    func theFirstFaultIsReported(threads: Int) throws {
        var lines = lines(60_000)
        lines[20_000] = "x,red,1,no"
        lines[20_001] = "1,red,y,no"
        lines[50_000] = "z,red,1,no"
        let source = try write(lines)
        expectError(
            "\(source): line 20001, column 'a': is not a number: expected a number, or that the column be declared nominal or "
                + "dropped, got 'x'"
        ) {
            try importer().importDataset(
                ImportRequest(sources: [source]), to: directory.file("out.h5"), threads: threads)
        }
        lines[40_000] = "1,red,1"
        _ = try write(lines)
        expectError("\(source): line 40001: wrong number of fields: expected 4, got 3") {
            try importer().importDataset(
                ImportRequest(sources: [source]), to: directory.file("out.h5"), threads: threads)
        }
        #expect(!FileManager.default.fileExists(atPath: directory.file("out.h5")))
    }
}
