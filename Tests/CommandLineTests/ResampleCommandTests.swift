import Ballast
import Foundation
import TestSupport
import Testing

@Suite struct ResampleCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A data set of a golden's rows, with a test split of its first rows.
    private func write(_ name: String, from data: String) throws -> (values: [Float], labels: [Int32], width: Int) {
        let golden = try Golden("samplers").group("data/\(data)")
        let values = try golden.doubles("X")
        let labels = try golden.integers("y").values.map(Int32.init)
        let floats = values.values.map(Float.init)
        let width = values.shape[1]
        try DatasetWriter.write(to: directory.file(name)) { writer in
            try writer.describe(
                DatasetDescription(name: "golden", source: data, classNames: ["fair", "fraud"], featureNames: []))
            try writer.addSplit(.train, exampleShape: [width], type: .float32) {
                try $0.append(values: floats, labels: labels)
            }
            try writer.addSplit(.test, exampleShape: [width], type: .float32) {
                try $0.append(values: Array(floats[..<(9 * width)]), labels: Array(labels[..<9]))
            }
        }
        return (floats, labels, width)
    }

    private func read(_ name: String, _ split: SplitName) throws -> (values: [Float], labels: [Int32], indices: [Int64])
    {
        let part = try DatasetFile(path: directory.file(name)).split(split)
        try part.verify()
        let examples = try part.examples()
        return (try examples.values(at: Array(0..<examples.count)), examples.labels, try part.sourceIndices())
    }

    @Test func rowsAreMadeBehindThoseOfTheFile() throws {
        let given = try write("in.h5", from: "binary")
        let result = try Program.run(
            ["resample", "in.h5", "out.h5", "--sampler", "smote", "--seed", "42", "--json"], in: directory)
        #expect(result.code == 0, "\(result.errors)")
        let record = try JSONText.decode(ResamplingRecord.self, from: result.output)
        #expect(record.countsBefore == [255, 45] && record.countsAfter == [255, 255] && record.madeRows == 210)

        let train = try read("out.h5", .train)
        #expect(Array(train.values[..<given.values.count]) == given.values)
        #expect(train.labels == given.labels + [Int32](repeating: 1, count: 210))
        #expect(train.indices == (0..<300).map(Int64.init) + [Int64](repeating: -1, count: 210))
        // Rows rounded to single precision before, not after: close to those of double precision, not the same.
        let golden = try Golden("samplers").doubles("cases/smote_0/X_res").values
        expectClose(train.values, golden, relative: 1e-4, absolute: 1e-6)
        let test = try read("out.h5", .test)
        #expect(test.values == Array(given.values[..<(9 * given.width)]) && test.labels == Array(given.labels[..<9]))
        let description = try DatasetFile(path: directory.file("out.h5")).description
        #expect(description.source == "binary; resampled by smote, seed 42")
        #expect(description.classNames == ["fair", "fraud"])
    }

    @Test func rowsAreChosenWithTheirIndices() throws {
        let given = try write("in.h5", from: "large")
        let result = try Program.run(
            ["resample", "in.h5", "out.h5", "--sampler", "near_miss", "--set", "version=2", "--threads", "1"],
            in: directory)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("near_miss: rows per class 1700, 300 became 300, 300 in "))
        let train = try read("out.h5", .train)
        let expected = try Golden("samplers").integers("cases/nearmiss2_large/sample_indices").values
        #expect(train.indices == expected.map(Int64.init))
        #expect(train.labels == expected.map { given.labels[$0] })
        #expect(
            train.values == expected.flatMap { given.values[$0 * given.width..<($0 + 1) * given.width] })
    }

    @Test func bytesStayBytes() throws {
        let bytes = (0..<40).map { UInt8($0 * 6) }
        try DatasetWriter.write(to: directory.file("in.h5")) { writer in
            try writer.describe(DatasetDescription(name: "bytes", source: "none", classNames: ["a", "b"]))
            try writer.addSplit(.all, exampleShape: [1, 2, 2], type: .uint8) {
                try $0.append(bytes: bytes, labels: [0, 0, 0, 0, 0, 0, 0, 1, 1, 1])
            }
        }
        let under = try Program.run(["resample", "in.h5", "under.h5", "--sampler", "random_under"], in: directory)
        #expect(under.code == 0, "\(under.errors)")
        #expect(try DatasetFile(path: directory.file("under.h5")).split(.all).type == .uint8)
        let kept = try read("under.h5", .all)
        let expected = kept.indices.flatMap { row in bytes[Int(row) * 4..<Int(row) * 4 + 4] }
        #expect(kept.values == expected.map { Float($0) / 255 })
        let over = try Program.run(
            ["resample", "in.h5", "over.h5", "--sampler", "smote", "--set", "k_neighbors=2"], in: directory)
        #expect(over.code == 0, "\(over.errors)")
        #expect(try DatasetFile(path: directory.file("over.h5")).split(.all).type == .float32)
        #expect(try read("over.h5", .all).labels.count == 14)
    }

    @Test(arguments: [
        (["--sampler", "smoet"], 64, "unknown resampler: got \"smoet\""),
        (["--sampler", "shuffle"], 64, "shuffle orders the rows of an epoch"),
        (["--sampler", "smote", "--set", "k_neighbours=3"], 64, "did you mean \"k_neighbors\"?"),
        (["--sampler", "smote", "--set", "k_neighbors=50"], 64, "class fraud has 45 training rows"),
        (["--sampler", "smote", "--split", "test"], 64, "test rows are not resampled"),
        (["--sampler", "smote", "--split", "all"], 64, "the dataset has no split 'all'"),
        (["--sampler", "smote", "--threads", "0"], 64, "--threads must be 1 or more"),
        (["--sampler", "smote", "--seed", "-1"], 64, "seed"),
    ])
    func failures(arguments: [String], code: Int32, words: String) throws {
        _ = try write("in.h5", from: "binary")
        let result = try Program.run(["resample", "in.h5", "out.h5"] + arguments, in: directory)
        #expect(result.code == code && result.output.isEmpty)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: directory.file("out.h5")))
    }

    @Test func filesAreNotOverwrittenUnasked() throws {
        _ = try write("in.h5", from: "binary")
        let again = ["resample", "in.h5", "in.h5", "--sampler", "random_under"]
        let refused = try Program.run(again, in: directory)
        #expect(refused.code == 74 && refused.errors.contains("the file exists and is not to be overwritten"))
        #expect(try read("in.h5", .train).labels.count == 300)
        #expect(try Program.run(again + ["--force"], in: directory).code == 0)
        #expect(try read("in.h5", .train).labels.count == 90)
    }
}
