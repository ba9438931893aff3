import Ballast
import Foundation
import TestSupport
import Testing

@Suite struct DataCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: directory.file(name), atomically: true, encoding: .utf8)
    }

    @Test func importsDescribesAndVerifies() throws {
        try write("fraud.csv", "Time,Type,Class\n1,cash,0\n2,debit,1\n3,cash,0\n")
        let imported = try Program.run(
            ["data", "import", "csv", "fraud.csv", "fraud.h5", "--label", "Class", "--name", "toy fraud"], in: directory
        )
        #expect(imported.code == 0 && imported.errors.isEmpty, "\(imported.errors)")
        let fingerprint = try DatasetFile(path: directory.file("fraud.h5")).fingerprint
        let expected = """
            toy fraud (fraud.h5)
              source       csv: fraud.csv
              examples     [3] float32
              fingerprint  \(fingerprint)
              all: 3 rows, imbalance ratio 2.00
                0  0         2   66.67%
                1  1         1   33.33%

            """
        #expect(imported.output == expected)
        #expect(try Program.run(["data", "info", "fraud.h5"], in: directory).output == expected)

        let json = try Program.run(["data", "info", "fraud.h5", "--json"], in: directory)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["features"] as? [String] == ["Time", "Type=cash", "Type=debit"])
        #expect(object["fingerprint"] as? String == fingerprint && object["example_shape"] as? [Int] == [3])
        let splits = try #require(object["splits"] as? [[String: Any]])
        #expect(splits.count == 1 && splits[0]["class_counts"] as? [Int] == [2, 1])

        let verified = try Program.run(["data", "verify", "fraud.h5"], in: directory)
        #expect(verified.code == 0 && verified.output.hasPrefix("all: 3 rows, sha256 "))
        #expect(verified.output.hasSuffix(", sound\n"))
    }

    /// One thread or several write the same file, and none is refused.
    @Test func importsByAnyNumberOfThreads() throws {
        try write("numbers.csv", "a,b,y\n" + (0..<5000).map { "\($0),\(Double($0) / 8),\($0 % 2)\n" }.joined())
        var files: [Data] = []
        for threads in ["1", "3"] {
            let imported = try Program.run(
                ["data", "import", "csv", "numbers.csv", "\(threads).h5", "--threads", threads], in: directory)
            #expect(imported.code == 0, "\(imported.errors)")
            files.append(try Data(contentsOf: URL(fileURLWithPath: directory.file("\(threads).h5"))))
        }
        #expect(files[0] == files[1])
        let refused = try Program.run(
            ["data", "import", "csv", "numbers.csv", "0.h5", "--threads", "0"], in: directory)
        #expect(refused.code == 64 && refused.errors.contains("--threads must be 1 or more, got 0"))
        #expect(!FileManager.default.fileExists(atPath: directory.file("0.h5")))
    }

    /// Options and `--set` give the same settings, and text that looks like a number stays text where text is meant.
    @Test func optionsAreSettings() throws {
        try write("plain.dat", "3;1;x\n4;2;x\n7;1;y\n")
        let options = ["--no-header", "--label", "0", "--delimiter", ";", "--positive", "4", "--nominal", "1"]
        let sets = ["header=false", "label='0'", "delimiter=';'", "positive='4'", "nominal=['1']"].flatMap {
            ["--set", $0]
        }
        var fingerprints: Set<String> = []
        for (index, arguments) in [options, sets].enumerated() {
            let output = "\(index).h5"
            let result = try Program.run(["data", "import", "csv", "plain.dat", output] + arguments, in: directory)
            #expect(result.code == 0, "\(result.errors)")
            let file = try DatasetFile(path: directory.file(output))
            #expect(file.description.classNames == ["rest", "4"])
            #expect(file.description.featureNames == ["1=1", "1=2", "2=x", "2=y"])
            fingerprints.insert(file.fingerprint)
        }
        #expect(fingerprints.count == 1)
    }

    /// A made data set can be split; the files repeat, and the parts cover every row once.
    @Test func makesAndSplits() throws {
        let arguments = ["--seed", "7", "--set", "n_samples=400", "--set", "weights=[0.9]"]
        var fingerprints: Set<String> = []
        for name in ["a.h5", "b.h5"] {
            let made = try Program.run(["data", "make", "classification", name] + arguments, in: directory)
            #expect(made.code == 0 && made.errors.isEmpty, "\(made.errors)")
            fingerprints.insert(try DatasetFile(path: directory.file(name)).fingerprint)
        }
        #expect(fingerprints.count == 1)
        let named = try Program.run(
            ["data", "make", "classification", "named.h5", "--classes", "ordinary,fraud"] + arguments, in: directory)
        #expect(named.code == 0, "\(named.errors)")
        #expect(try DatasetFile(path: directory.file("named.h5")).description.classNames == ["ordinary", "fraud"])

        let labels = try DatasetFile(path: directory.file("a.h5")).split(.all).labels
        let holdOut = try Program.run(
            ["data", "split", "a.h5", "--test", "0.25", "--seed", "42", "--out", "split.h5"], in: directory)
        #expect(holdOut.code == 0, "\(holdOut.errors)")
        let expected = try RowSplit.stratified(labels: labels, test: .fraction(0.25), random: NumPyRandom(seed: 42))
        let file = try HDF5File.open(directory.file("split.h5"))
        #expect(try file.dataset("train").read(as: Int.self).values == expected.train)
        #expect(try file.dataset("test").read(as: Int.self).values == expected.test)

        let folds = try Program.run(
            ["data", "split", "a.h5", "--folds", "5", "--ordered", "--out", "folds.h5"], in: directory)
        #expect(folds.code == 0 && folds.output.split(separator: "\n").count == 5, "\(folds.errors)")
        let foldOfRow = try HDF5File.open(directory.file("folds.h5")).dataset("fold_of_row").read(as: Int.self).values
        #expect(foldOfRow == (try RowFolds.stratified(labels: labels, foldCount: 5)).foldOfRow)
    }

    /// The dataset in the repository.
    @Test func satImageIsSound() throws {
        let result = try Program.run(["data", "verify", Program.satImage], in: directory)
        #expect(result.code == 0, "\(result.errors)")
        #expect(try DatasetFile(path: Program.satImage).split(.all).classCounts == [5809, 626])
    }

    @Test(arguments: [
        (["data", "import", "cvs", "a", "b.h5"], 64, "unknown importer: got \"cvs\""),
        (["data", "import", "csv", "only.csv"], 64, "needs a source and the dataset file to write"),
        (["data", "import", "csv", "good.csv", "o.h5", "--set", "lable=y"], 64, "did you mean \"label\"?"),
        (["data", "import", "csv", "good.csv", "o.h5", "--delimiter", "ab"], 64, "must be one ASCII character"),
        (["data", "import", "keel", "good.csv", "o.h5", "--label", "y"], 64, "unknown key"),
        (["data", "import", "csv", "good.csv", "o.h5", "--label", "z"], 64, "good.csv: no column 'z'"),
        (["data", "import", "csv", "bad.csv", "o.h5"], 65, "bad.csv: line 3: wrong number of fields"),
        (["data", "import", "csv", "none.csv", "o.h5"], 74, "none.csv: cannot open the file"),
        (["data", "import", "csv", "good.csv", "good.csv"], 74, "the file exists and is not to be overwritten"),
        (["data", "make", "mons", "o.h5"], 64, "unknown generator: got \"mons\""),
        (["data", "make", "blobs", "o.h5", "--set", "centers=1"], 64, "centers"),
        (["data", "make", "fraud_stream", "o.h5", "--set", "rows=9"], 64, "fraudulent of 9 payments"),
        (["data", "make", "moons", "o.h5", "--classes", "a,b,c"], 64, "expected 2 names, got a, b, c"),
        (["data", "split", "none.h5", "--test", "0.5", "--out", "o.h5"], 74, "none.h5: there is no such file"),
        (["data", "split", "none.h5", "--out", "o.h5"], 64, "give --test or --folds"),
        (["data", "info", "none.h5"], 74, "none.h5: there is no such file"),
        (["data", "info", "good.csv"], 65, "good.csv: is not an HDF5 file"),
        (["data", "verify", "good.csv"], 65, "good.csv: is not an HDF5 file"),
    ])
    func failures(arguments: [String], code: Int32, words: String) throws {
        try write("good.csv", "a,b,y\n1,2,0\n3,4,1\n")
        try write("bad.csv", "a,b,y\n1,2,0\n3,4\n")
        let result = try Program.run(arguments, in: directory)
        #expect(result.code == code, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: directory.file("o.h5")))
    }
}
