import BallastData
import BallastHDF5
import BallastTensor
import Foundation
import TestSupport
import Testing

@Suite struct DatasetFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A table of 4 rows, as small as a dataset gets.
    private func writeTable(_ path: String) throws {
        try DatasetWriter.write(to: path) { writer in
            try writer.describe(
                DatasetDescription(
                    name: "toy", source: "by hand", classNames: ["no", "yes"], featureNames: ["a", "b", "c"]))
            try writer.addSplit(.all, exampleShape: [3], type: .float32) { rows in
                try rows.append(values: [0, 1, 2, 3, 4, 5], labels: [0, 1])
                try rows.append(values: [6, 7, 8, -0.5, 0.25, 1e10], labels: [1, 0])
            }
        }
    }

    /// Images of several chunks: value = (row · 7 + place) mod 256.
    private func writeImages(_ path: String, rows count: Int) throws {
        try DatasetWriter.write(to: path) { writer in
            try writer.describe(DatasetDescription(name: "images", source: "made", classNames: ["x", "y", "z"]))
            for split in [SplitName.train, .test] {
                try writer.addSplit(split, exampleShape: [3, 8, 8], type: .uint8) { rows in
                    for row in 0..<(split == .train ? count : 5) {
                        try rows.append(
                            bytes: (0..<192).map { UInt8((row * 7 + $0) % 256) }, labels: [Int32(row % 3)],
                            indices: [Int64(1000 + row)])
                    }
                }
            }
        }
    }

    @Test func tableComesBackAsWritten() throws {
        let path = directory.file("toy.h5")
        try writeTable(path)
        let file = try DatasetFile(path: path)
        #expect(file.description.classNames == ["no", "yes"])
        #expect(file.description.featureNames == ["a", "b", "c"])
        #expect(file.splitNames == [.all])
        let split = try file.split(.all)
        #expect(split.exampleShape == [3] && split.count == 4)
        #expect(split.labels == [0, 1, 1, 0] && split.classCounts == [2, 2])
        #expect(try split.sourceIndices() == [0, 1, 2, 3])
        #expect(try split.examples().values(at: [3, 0, 3]) == [-0.5, 0.25, 1e10, 0, 1, 2, -0.5, 0.25, 1e10])
        try split.verify()
        expectError("\(path): the dataset has no split 'test': expected one of all") { try file.split(.test) }
    }

    /// The digest that the documented lines of Python compute from the same arrays.
    @Test func digestIsTheDocumentedOne() throws {
        let path = directory.file("toy.h5")
        try writeTable(path)
        #expect(
            try DatasetFile(path: path).split(.all).sha256
                == "600078e52ee524151d30a6d90d44bcd301cac820387cdcea89cac7b2ce08f09a")
    }

    /// In memory or in the file, in any order and with repeats, rows are the same.
    @Test func gatheringFromMemoryAndFileAgree() throws {
        let path = directory.file("images.h5")
        try writeImages(path, rows: 1500)
        let split = try DatasetFile(path: path).split(.train)
        let resident = try split.examples()
        let inFile = try split.examples(memoryBudget: 0)
        #expect(resident.isResident && !inFile.isResident)
        let positions = [1499, 0, 700, 700, 3, 1498, 2]
        let expected = positions.flatMap { row in (0..<192).map { Float((row * 7 + $0) % 256) / 255 } }
        #expect(try resident.values(at: positions) == expected)
        #expect(try inFile.values(at: positions) == expected)
        // The same of a subset in an order of its own.
        let rows = (0..<1500).reversed().filter { $0 % 7 == 0 }
        for budget in [0, 1 << 20] {
            let subset = try split.examples(rows: rows, memoryBudget: budget)
            #expect(subset.labels == rows.map { Int32($0 % 3) } && subset.rows == rows)
            #expect(try subset.values(at: [0, 5]) == (try resident.values(at: [rows[0], rows[5]])))
            #expect(try subset.selecting([5, 1]).values(at: [1]) == (try resident.values(at: [rows[1]])))
        }
        #expect(try split.sourceIndices().prefix(2) == [1000, 1001])
        try split.verify()
    }

    @Test func fingerprintFollowsContentAlone() throws {
        let (first, second, third) = (directory.file("a.h5"), directory.file("b.h5"), directory.file("c.h5"))
        try writeImages(first, rows: 20)
        try writeImages(second, rows: 20)
        try writeImages(third, rows: 21)
        let fingerprint = try DatasetFile(path: first).fingerprint
        #expect(try DatasetFile(path: second).fingerprint == fingerprint)
        #expect(try DatasetFile(path: third).fingerprint != fingerprint)
    }

    @Test func verifyFindsAChangedValue() throws {
        let path = directory.file("images.h5")
        try writeImages(path, rows: 50)
        do {
            let file = try HDF5File.open(path, mode: .readWrite)
            let x = try file.dataset("train/x")
            var row = try x.readRows(17..<18, as: UInt8.self).values
            row[100] ^= 1
            try x.writeRows(row, at: 17)
            try file.close()
        }
        let file = try DatasetFile(path: path)
        try file.split(.test).verify()
        let error = #expect(throws: DataError.self) { try file.split(.train).verify() }
        #expect(error?.place == "/train" && error?.what == "the content is not what was written")
    }

    @Test func writersRefuseUnsoundRows() throws {
        let path = directory.file("bad.h5")
        func write(_ body: @escaping (SplitWriter) throws -> Void) throws {
            try DatasetWriter.write(to: path) { writer in
                try writer.describe(DatasetDescription(name: "bad", source: "", classNames: ["no", "yes"]))
                try writer.addSplit(.train, exampleShape: [2], type: .float32, body)
            }
        }
        expectError("\(path): /train/y row 1: the label is of no class: expected 0 to 1, got 2") {
            try write { try $0.append(values: [1, 2, 3, 4], labels: [0, 2]) }
        }
        expectError("\(path): /train/x row 1, value 0: is not finite: got nan") {
            try write { try $0.append(values: [1, 2, .nan, 4], labels: [0, 1]) }
        }
        expectError("\(path): /train: holds no rows") { try write { _ in } }
        expectError("\(path): a dataset needs two classes at least: got 1") {
            try DatasetWriter.write(to: path) {
                try $0.describe(DatasetDescription(name: "", source: "", classNames: ["only"]))
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
        try writeTable(path)
        expectError("\(path): the file exists and is not to be overwritten") { try writeTable(path) }
    }

    /// What is wrong with a file, and the words for it.
    @Test(arguments: [
        ("format", "is HDF5, but not a dataset of this program: expected attribute format = ballast-dataset"),
        ("version", "the dataset has a version that this program does not read: expected 1, got 2"),
        ("task", "the task is not known: expected classification, got regression"),
        ("oneClass", "/classes: a dataset needs two classes at least: got 1"),
        ("noSplit", "the dataset has no split: expected one of train, test, all"),
        ("label", "/all/y row 2: the label is of no class: expected 0 to 1, got 7"),
        ("negativeLabel", "/all/y row 0: the label is of no class: expected 0 to 1, got -1"),
        ("shortLabels", "/all/y: has the wrong shape: expected [4], as x has rows, got [3]"),
        ("labelType", "/all/y: has the wrong type: expected int32, got int64"),
        ("featureType", "/all/x: has the wrong type: expected float32 or uint8, got float64"),
        ("featureShape", "/all/x: has the wrong shape: expected [N, …], not empty, got [4]"),
        ("featureNames", "/all/x: has the wrong shape: expected 3 columns, as /features has names, got [2]"),
        ("otherSplit", "/all/x: has the wrong shape: expected examples [2], as in test, got [3]"),
    ])
    func unsoundFilesAreRefused(fault: String, message: String) throws {
        let path = directory.file("bad.h5")
        try writeTable(path)
        do {
            let file = try HDF5File.open(path, mode: .readWrite)
            switch fault {
            case "format": try file.deleteAttribute("format")
            case "version": try file.setAttribute("version", to: 2)
            case "task": try file.setAttribute("task", to: "regression")
            case "oneClass": try replace(file, "classes") { try $0.createDataset($1, values: ["no"]) }
            case "noSplit": try file.delete("all")
            case "label": try file.dataset("all/y").writeRows([Int32(7)], at: 2)
            case "negativeLabel": try file.dataset("all/y").writeRows([Int32(-1)], at: 0)
            case "shortLabels": try replace(file, "all/y") { try $0.createDataset($1, values: [Int32(0), 1, 0]) }
            case "labelType": try replace(file, "all/y") { try $0.createDataset($1, values: [Int64(0), 1, 1, 0]) }
            case "featureType":
                try replace(file, "all/x") {
                    try $0.createDataset($1, values: [Double](repeating: 0, count: 12), shape: [4, 3])
                }
            case "featureShape": try replace(file, "all/x") { try $0.createDataset($1, values: [Float(0), 1, 2, 3]) }
            case "featureNames":
                try replace(file, "all/x") {
                    try $0.createDataset($1, values: [Float](repeating: 0, count: 8), shape: [4, 2])
                }
            default:
                try file.delete("features")
                let group = try file.createGroup("test")
                try group.createDataset("x", values: [Float(0), 1], shape: [1, 2])
                try group.createDataset("y", values: [Int32(0)])
                try group.createDataset("index", values: [Int64(0)])
                try group.setAttribute("sha256", to: "")
            }
            try file.close()
        }
        expectError("\(path): \(message)") { try DatasetFile(path: path) }
    }

    private func replace(_ file: HDF5File, _ path: String, _ body: (HDF5File, String) throws -> HDF5Dataset) throws {
        try file.delete(path)
        _ = try body(file, path)
    }

    @Test func missingPartsAreNamed() throws {
        for part in ["classes", "all/x", "all/y", "all/index"] {
            let path = directory.file("missing-\(part.replacingOccurrences(of: "/", with: "-")).h5")
            try writeTable(path)
            do {
                let file = try HDF5File.open(path, mode: .readWrite)
                try file.delete(part)
                try file.close()
            }
            let error = #expect(throws: HDF5Error.self) { try DatasetFile(path: path) }
            #expect(error?.kind == .missing && error?.file == path)
            #expect(
                "\(error.map(String.init(describing:)) ?? "")".contains("'\(part.split(separator: "/").last ?? "")'"))
        }
    }

    @Test func filesThatAreNoDatasetsAreRefused() throws {
        let path = directory.file("text.h5")
        try Data("not HDF5".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: HDF5Error.self) { try DatasetFile(path: path) }
        #expect(throws: HDF5Error.self) { try DatasetFile(path: directory.file("absent.h5")) }
        let whole = directory.file("whole.h5")
        try writeImages(whole, rows: 300)
        let data = try Data(contentsOf: URL(fileURLWithPath: whole))
        let cut = directory.file("cut.h5")
        try data.prefix(data.count / 2).write(to: URL(fileURLWithPath: cut))
        let error = #expect(throws: HDF5Error.self) { try DatasetFile(path: cut) }
        #expect(error?.kind == .truncated)
    }
}
