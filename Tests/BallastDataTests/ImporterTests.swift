import BallastCore
import BallastData
import Foundation
import TestSupport
import Testing

/// Small files written by the tests, and what becomes of them.
@Suite struct ImporterTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    private func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = directory.file(name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func importFile(_ importer: some DatasetImporter, _ sources: [String]) throws -> DatasetFile {
        let output = directory.file("out.h5")
        try importer.importDataset(ImportRequest(sources: sources), to: output, overwriting: true)
        let file = try DatasetFile(path: output)
        for name in file.splitNames { try file.split(name).verify() }
        return file
    }

    private func csv(_ change: (inout CSVImporter.Config) -> Void = { _ in }) throws -> CSVImporter {
        var config = CSVImporter.Config()
        change(&config)
        return try CSVImporter(config: config)
    }

    private func values(_ file: DatasetFile, _ split: SplitName = .all) throws -> [Float] {
        let split = try file.split(split)
        return try split.examples().values(at: Array(0..<split.count))
    }

    // MARK: CSV

    @Test func csvWithHeaderAndQuotes() throws {
        let source = try write(
            "fraud.csv", "\"Time\",\"Amount\",\"Class\"\r\n0,149.62,\"0\"\r\n1,2.69,\"1\"\r\n2,-3e2,\"0\"\r\n")
        let file = try importFile(try csv { $0.label = "Class" }, [source])
        #expect(file.description.name == "fraud" && file.description.source == "csv: fraud.csv")
        #expect(file.description.classNames == ["0", "1"])
        #expect(file.description.featureNames == ["Time", "Amount"])
        #expect(try file.split(.all).labels == [0, 1, 0])
        #expect(try values(file) == [0, 149.62, 1, 2.69, 2, -300])
    }

    /// Labels by number from either end, no header, another delimiter; classes in numeric, not alphabetic order.
    @Test func csvLabelByNumber() throws {
        let source = try write("plain.csv", "10;1;2\n9;3;4\n100;5;6\n")
        for label in ["0", "-3"] {
            let file = try importFile(
                try csv {
                    $0.header = false
                    $0.delimiter = ";"
                    $0.label = label
                }, [source])
            #expect(file.description.classNames == ["9", "10", "100"])
            #expect(file.description.featureNames == ["1", "2"])
            #expect(try file.split(.all).labels == [1, 0, 2])
            #expect(try values(file) == [1, 2, 3, 4, 5, 6])
        }
    }

    @Test func csvNamesBecomeColumns() throws {
        let source = try write("names.csv", "id,type,size,y\nA1,CASH,1,n\nB2,DEBIT,2,y\nC3,CASH,3,n\n")
        let oneHot = try importFile(try csv { $0.drop = ["id"] }, [source])
        #expect(oneHot.description.featureNames == ["type=CASH", "type=DEBIT", "size"])
        #expect(try values(oneHot) == [1, 0, 1, 0, 1, 2, 1, 0, 3])
        let ordinal = try importFile(
            try csv {
                $0.drop = ["0"]
                $0.nominalEncoding = .ordinal
            }, [source])
        #expect(ordinal.description.featureNames == ["type", "size"])
        #expect(try values(ordinal) == [0, 1, 1, 2, 0, 3])
        let forced = try importFile(
            try csv {
                $0.drop = ["id", "type"]
                $0.nominal = ["size"]
            }, [source])
        #expect(forced.description.featureNames == ["size=1", "size=2", "size=3"])
    }

    @Test func csvMissingValuesAreFilledOnRequest() throws {
        let source = try write("gaps.csv", "a,b,y\n1,NA,0\n,x,1\n?,x,0\n")
        let file = try importFile(
            try csv {
                $0.fill = -1
                $0.nominal = ["b"]
            }, [source])
        #expect(file.description.featureNames == ["a", "b=x"])
        #expect(try values(file) == [1, 0, -1, 1, -1, 1])
    }

    @Test func csvTrainAndTestFiles() throws {
        let train = try write("sat.trn", "1 2 7\n3 4 1\n"), test = try write("sat.tst", "5 6 1\n")
        let file = try importFile(
            try csv {
                $0.header = false
                $0.delimiter = "whitespace"
                $0.test = [test]
                $0.positive = "7"
            }, [train])
        #expect(file.splitNames == [.train, .test] && file.description.classNames == ["rest", "7"])
        #expect(try file.split(.train).labels == [1, 0] && file.split(.test).labels == [0])
        #expect(try values(file, .test) == [5, 6])
    }

    /// More rows than a block, and a compressed source.
    @Test func csvManyRowsAndGzip() throws {
        let rows = (0..<20_001).map { "\($0),\(Double($0) / 4),\($0 % 3)" }
        let source = try write("many.csv", (["i,x,y"] + rows).joined(separator: "\n"))
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-k", source]
        try gzip.run()
        gzip.waitUntilExit()
        for path in [source, source + ".gz"] {
            let file = try importFile(try csv(), [path])
            #expect(file.description.name == "many")
            #expect(try file.split(.all).count == 20_001)
            #expect(try file.split(.all).examples().values(at: [20_000, 1]) == [20_000, 5000, 1, 0.25])
        }
        let cut = try write(
            "cut.csv.gz", Array(try Data(contentsOf: URL(fileURLWithPath: source + ".gz")).prefix(2000)))
        expectError("\(cut): the compressed file is truncated") { try importFile(try csv(), [cut]) }
    }

    @Test(arguments: [
        ("a,b,y\n1,2,0\n1,2\n", "line 3: wrong number of fields: expected 3, got 2"),
        (
            "a,b,y\n1,2,0\n1,,1\n",
            "line 3, column 'b': the value is missing: expected a value in every row, or a fill value"
        ),
        (
            "a,b,y\n1,2,0\n1,x,1\n",
            "line 3, column 'b': is not a number: expected a number, or that the column be declared nominal or dropped, got 'x'"
        ),
        ("a,b,y\n1,2,0\n1,1e39,1\n", "line 3, column 'b': the number is too large for 32 bits: got 1e39"),
        ("a,b,y\n1,2,0\n1,2,\n", "line 3, column 'y': the label is missing"),
        ("a,b,y\n1,2,0\n1,2,0\n", "column 'y': there must be two classes at least: got '0'"),
        ("a,b,y\n", "holds no rows"),
        ("", "holds no data"),
        (
            "a;b;y\n1;2;0\n",
            "line 1: there is one column only, so no label beside features: expected another delimiter, perhaps"
        ),
        ("a,a,y\n1,2,0\n", "line 1: two columns are called 'a'"),
    ])
    func csvErrorsNameTheLine(text: String, message: String) throws {
        let source = try write("bad.csv", text)
        expectError("\(source): \(message)") { try importFile(try csv(), [source]) }
    }

    @Test func csvRequestsThatDoNotFit() throws {
        let source = try write("small.csv", "a,b,y\n1,2,0\n3,4,1\n")
        expectError("\(source): no column 'z': expected one of a, b, y") {
            try importFile(try csv { $0.label = "z" }, [source])
        }
        expectError("\(source): no column number 3: expected a number from -3 to 2") {
            try importFile(try csv { $0.label = "3" }, [source])
        }
        expectError("\(source): the label column 'y' cannot be dropped") {
            try importFile(try csv { $0.drop = ["y"] }, [source])
        }
        expectError("\(source): column 'y': no row has the positive class '5': expected one of '0', '1'") {
            try importFile(try csv { $0.positive = "5" }, [source])
        }
        let other = try write("other.csv", "a,c,y\n1,2,0\n")
        expectError("\(other): has other columns than \(source)") { try importFile(try csv(), [source, other]) }
        #expect(!FileManager.default.fileExists(atPath: directory.file("out.h5")))
    }

    @Test func csvTooManyNames() throws {
        let rows = (0..<1001).map { "id\($0),1,\($0 % 2)" }
        let source = try write("ids.csv", (["id,a,y"] + rows).joined(separator: "\n"))
        expectError(
            "\(source): line 1002, column 'id': the column has more than 1000 different names: "
                + "expected numbers or a few names; drop columns of identifiers"
        ) { try importFile(try csv(), [source]) }
    }

    // MARK: KEEL

    @Test func keelWithAndWithoutHeader() throws {
        let data = "M, 0.5, 1,negative\nF, .25, 2., positive\n"
        let header = """
            @relation abalone
            % a note
            @attribute Sex {M, F}
            @attribute 'Shell length' real [0.0, 1.0]
            @attribute Rings integer [1, 29]
            @attribute Class {positive, negative}
            @inputs Sex, Length, Rings
            @outputs Class
            @data

            """
        let plain = try importFile(KEELImporter(config: KEELImporter.Config()), [try write("plain.dat", data)])
        let declared = try importFile(KEELImporter(config: KEELImporter.Config()), [try write("x.dat", header + data)])
        #expect(plain.description.featureNames == ["0=F", "0=M", "1", "2"])
        #expect(declared.description.featureNames == ["Sex=F", "Sex=M", "Shell length", "Rings"])
        #expect(declared.description.name == "abalone" && plain.description.name == "plain")
        for file in [plain, declared] {
            #expect(file.description.classNames == ["negative", "positive"])
            #expect(try file.split(.all).labels == [0, 1])
            #expect(try values(file) == [0, 1, 0.5, 1, 1, 0, 0.25, 2])
        }
    }

    @Test func keelOneClassAgainstTheRest() throws {
        var config = KEELImporter.Config()
        config.positive = "4"
        let file = try importFile(KEELImporter(config: config), [try write("sat.dat", "1, 2, 3\n1, 2, 4\n5, 6, 7\n")])
        #expect(file.description.classNames == ["rest", "4"])
        #expect(try file.split(.all).labels == [0, 1, 0])
    }

    // MARK: IDX

    private func idx(_ shape: [Int], _ bytes: [UInt8], magic: [UInt8]? = nil) -> [UInt8] {
        let extents = shape.flatMap { extent in (0..<4).map { UInt8(extent >> (24 - 8 * $0) & 255) } }
        return (magic ?? [0, 0, 8, UInt8(shape.count)]) + extents + bytes
    }

    @Test func idxDirectory() throws {
        try write("train-images-idx3-ubyte", idx([3, 2, 2], (0..<12).map { $0 * 20 }))
        try write("train-labels-idx1-ubyte", idx([3], [2, 0, 1]))
        try write("t10k-images.idx3-ubyte", idx([1, 2, 2], [255, 0, 51, 102]))
        try write("t10k-labels.idx1-ubyte", idx([1], [1]))
        let file = try importFile(IDXImporter(config: IDXImporter.Config()), [directory.path])
        #expect(file.splitNames == [.train, .test] && file.description.classNames == ["0", "1", "2"])
        #expect(try file.split(.train).exampleShape == [1, 2, 2] && file.split(.train).type == .uint8)
        #expect(try file.split(.train).labels == [2, 0, 1])
        #expect(try values(file, .test) == [1, 0, 0.2, 0.4])
    }

    @Test func idxPairWithNames() throws {
        let images = try write("images", idx([2, 1, 2], [1, 2, 3, 4])), labels = try write("labels", idx([2], [0, 1]))
        var config = IDXImporter.Config()
        config.classes = ["shirt", "bag"]
        let file = try importFile(IDXImporter(config: config), [images, labels])
        #expect(file.splitNames == [.all] && file.description.classNames == ["shirt", "bag"])
    }

    @Test func idxErrors() throws {
        let importer = IDXImporter(config: IDXImporter.Config())
        let images = try write("images", idx([2, 1, 2], [1, 2, 3, 4])), labels = try write("labels", idx([2], [0, 1]))
        let short = try write("short", idx([2, 1, 2], [1, 2, 3]))
        expectError("\(short): the file is truncated") { try importFile(importer, [short, labels]) }
        let long = try write("long", idx([2, 1, 2], [1, 2, 3, 4, 5]))
        expectError("\(long): holds more than its header says: expected shape [2, 1, 2]") {
            try importFile(importer, [long, labels])
        }
        let three = try write("three", idx([3], [0, 1, 0]))
        expectError("\(images): images and labels are not of equal number: expected 3, as in \(three), got 2") {
            try importFile(importer, [images, three])
        }
        let floats = try write("floats", idx([2, 1, 2], [], magic: [0, 0, 13, 3]))
        expectError(
            "\(floats): holds elements of a type that is not read: expected type 8, unsigned bytes, got type 13"
        ) {
            try importFile(importer, [floats, labels])
        }
        let text = try write("text", "hello there")
        expectError("\(text): is not an IDX file: expected two zero bytes at its start, got 104, 101") {
            try importFile(importer, [text, labels])
        }
        let huge = try write("huge", idx([1 << 30, 1 << 30, 1 << 30], []))
        expectError("\(huge): has an extent that cannot be: got [1073741824, 1073741824, 1073741824]") {
            try importFile(importer, [huge, labels])
        }
        expectError(
            "\(directory.path): a file of the dataset is missing: expected train-images-idx3-ubyte or train-images-idx3-ubyte.gz"
        ) {
            try importFile(importer, [directory.path])
        }
        var config = IDXImporter.Config()
        config.classes = ["a", "b"]
        let high = try write("high", idx([2], [0, 2]))
        expectError("\(high): label 1: is of no class: expected 0 to 1, got 2") {
            try importFile(IDXImporter(config: config), [images, high])
        }
    }

    // MARK: CIFAR

    private func record(_ labels: [UInt8], _ seed: Int) -> [UInt8] {
        labels + (0..<3072).map { UInt8(($0 * 7 + seed) % 251) }
    }

    private func writeCIFAR10() throws {
        try write("batches.meta.txt", Array("airplane\nautomobile\nbird\n\n".utf8))
        for batch in 1...5 {
            try write("data_batch_\(batch).bin", record([UInt8(batch % 3)], batch) + record([0], batch + 10))
        }
        try write("test_batch.bin", record([2], 99))
    }

    @Test func cifar10() throws {
        try writeCIFAR10()
        let file = try importFile(CIFARImporter(config: CIFARImporter.Config()), [directory.path])
        #expect(
            file.description.name == "cifar10" && file.description.classNames == ["airplane", "automobile", "bird"])
        let train = try file.split(.train)
        #expect(train.exampleShape == [3, 32, 32] && train.type == .uint8)
        #expect(train.labels == [1, 0, 2, 0, 0, 0, 1, 0, 2, 0])
        #expect(try train.sourceIndices() == Array(0..<10))
        #expect(try train.examples().values(at: [3]) == (0..<3072).map { Float(($0 * 7 + 12) % 251) / 255 })
        #expect(try file.split(.test).labels == [2])
    }

    @Test func cifar100() throws {
        try write("train.bin", record([1, 4], 0) + record([0, 2], 1))
        try write("test.bin", record([1, 3], 2))
        try write("fine_label_names.txt", Array("a\nb\nc\nd\ne\n".utf8))
        try write("coarse_label_names.txt", Array("A\nB\n".utf8))
        let fine = try importFile(CIFARImporter(config: CIFARImporter.Config()), [directory.path])
        #expect(fine.description.name == "cifar100" && fine.classCount == 5)
        #expect(try fine.split(.train).labels == [4, 2])
        var config = CIFARImporter.Config()
        config.labels = .coarse
        let coarse = try importFile(CIFARImporter(config: config), [directory.path])
        #expect(coarse.description.classNames == ["A", "B"])
        #expect(try coarse.split(.train).labels == [1, 0] && coarse.split(.test).labels == [1])
    }

    @Test func cifarErrors() throws {
        let importer = CIFARImporter(config: CIFARImporter.Config())
        expectError(
            "\(directory.path): holds no binary CIFAR dataset: expected data_batch_1.bin (CIFAR10) or train.bin (CIFAR100)"
        ) {
            try importFile(importer, [directory.path])
        }
        try writeCIFAR10()
        let second = directory.file("data_batch_2.bin")
        try write("data_batch_2.bin", record([0], 0) + record([3], 0))
        expectError("\(second): record 1: the label is of no class: expected 0 to 2, got 3") {
            try importFile(importer, [directory.path])
        }
        try write("data_batch_2.bin", record([0], 0) + [1, 2, 3])
        expectError(
            "\(second): the file is truncated: its size is no multiple of a record: expected records of 3073 bytes, got 3 bytes after record 1"
        ) { try importFile(importer, [directory.path]) }
        try FileManager.default.removeItem(atPath: second)
        expectError("\(directory.path): a file of the dataset is missing: expected data_batch_2.bin") {
            try importFile(importer, [directory.path])
        }
    }

    // MARK: As published

    /// Debian's package dataset-fashion-mnist, where it is installed.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/datasets/fashion-mnist")))
    func fashionMNIST() throws {
        let file = try importFile(IDXImporter(config: IDXImporter.Config()), ["/usr/share/datasets/fashion-mnist"])
        #expect(try file.split(.train).classCounts == Array(repeating: 6000, count: 10))
        #expect(try file.split(.test).classCounts == Array(repeating: 1000, count: 10))
        let train = try file.split(.train)
        #expect(train.exampleShape == [1, 28, 28] && train.labels.prefix(5) == [9, 0, 0, 3, 0])
        let mean = try train.examples().values(at: Array(0..<1000)).reduce(0.0) { $0 + Double($1) } / 784_000
        #expect(abs(mean - 0.2836) < 0.01)
    }

    @Test func everyImporterIsRegisteredSoundly() throws {
        var registry = Registry<any DatasetImporter, Void>(kind: "importer")
        try registry.registerStandardImporters()
        #expect(registry.names == ["csv", "keel", "idx", "cifar10"])
        for name in registry.names { _ = try registry.build(ComponentReference(name), context: ()) }
    }
}
