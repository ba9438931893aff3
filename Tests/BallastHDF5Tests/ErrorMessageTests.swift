import BallastHDF5
import Testing
import TestSupport

/// Each mistake of a caller or of a file that is sound but not what was expected, with its whole message.
@Suite struct ErrorMessageTests {
    let directory: TemporaryDirectory
    let path: String
    let file: HDF5File

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("file.h5")
        file = try HDF5File.create(path)
        try file.createDataset("train/x", values: (0..<6).map { Float($0) + 0.5 }, shape: [3, 2])
        try file.createDataset("train/y", values: [Int32](arrayLiteral: 0, 300, -1))
        try file.createDataset("names", values: ["one", "two"])
        try file.createDataset("scalar", scalar: 1.0)
        try file.createGroup("hollow")
        try file.group("train").setAttribute("sha256", to: "abc")
        try file.group("train").setAttribute("counts", to: [1, 2])
    }

    @Test func objects() throws {
        expectError("\(path): /train: no object 'z': expected one of x, y") { try file.dataset("train/z") }
        expectError("\(path): /: no object 'test': expected one of hollow, names, scalar, train") {
            try file.group("/test/deeper")
        }
        expectError("\(path): /hollow: no object 'a': expected none (the group is empty)") {
            try file.group("hollow").dataset("a")
        }
        expectError("\(path): /train/x: no object 'a': expected a group, got a dataset") {
            try file.dataset("train/x/a")
        }
        expectError("\(path): /train: is of another kind: expected a dataset, got a group") {
            try file.dataset("train")
        }
        expectError("\(path): /train/x: is of another kind: expected a group, got a dataset") {
            try file.group("train/x")
        }
        expectError("\(path): a path cannot contain NUL") { try file.group("a\0b") }
        expectError("\(path): /train: no attribute 'md5': expected one of counts, sha256") {
            try file.group("train").attribute("md5", as: String.self)
        }
        expectError("\(path): /names: no attribute 'md5': expected none (it has no attributes)") {
            try file.dataset("names").attribute("md5", as: String.self)
        }
        let golden = Golden.path("h5py")
        expectError("\(golden): /shapes/dangling: is a link that leads nowhere") {
            try HDF5File.open(golden).dataset("shapes/dangling")
        }
    }

    @Test func typesAndValues() throws {
        let train = try file.group("train")
        expectError("\(path): /train/x: cannot be read as int32: got float32") {
            try train.dataset("x").read(as: Int32.self)
        }
        expectError("\(path): /names: cannot be read as float64: got string of 3 bytes") {
            try file.dataset("names").read(as: Double.self)
        }
        expectError("\(path): /train/x: cannot be read as string: got float32") {
            try train.dataset("x").read(as: String.self)
        }
        expectError("\(path): /train/y: a value does not fit uint8: got 300 at index 1") {
            try train.dataset("y").read(as: UInt8.self)
        }
        expectError("\(path): /train/y: a value does not fit uint64: got -1 at index 2") {
            try train.dataset("y").readRows(1..<3, as: UInt64.self)
        }
        expectError("\(path): /train attribute 'sha256': cannot be read as int64: got string") {
            try train.attribute("sha256", as: Int.self)
        }
        expectError("\(path): /train attribute 'counts': cannot be read as string: got int64") {
            try train.attribute("counts", as: String.self)
        }
        let golden = try Golden("h5py")
        let goldenPath = Golden.path("h5py")
        expectError("\(goldenPath): /types/compound: cannot be read as float32: got compound") {
            try golden.floats("types/compound")
        }
        expectError("\(goldenPath): /types/latin1: holds text that is not UTF-8") {
            try golden.strings("types/latin1")
        }
        expectError("\(goldenPath): /types/empty: holds no value (null dataspace)") {
            try golden.doubles("types/empty")
        }
        expectError("\(goldenPath): / attribute 'empty': holds no value (null dataspace)") {
            try golden.number("empty")
        }
    }

    @Test func shapesAndRows() throws {
        let x = try file.dataset("train/x")
        let small = UnsafeMutableBufferPointer<Float>.allocate(capacity: 3)
        defer { small.deallocate() }
        expectError("\(path): /train/x: is not a scalar: got shape [3, 2]") { try x.scalar(as: Float.self) }
        expectError("\(path): /train attribute 'counts': is not a scalar: got shape [2]") {
            try file.group("train").attribute("counts", as: Int.self)
        }
        expectError("\(path): /scalar: is a scalar, which has no rows") {
            try file.dataset("scalar").readRows(0..<1, as: Double.self)
        }
        expectError("\(path): /train/x: has no such rows: expected rows in 0..<3, got 2..<4") {
            try x.readRows(2..<4, as: Float.self)
        }
        expectError("\(path): /train/x: has no such rows: expected rows in 0..<3, got -1..<2") {
            try x.readRows(-1..<2, as: Float.self)
        }
        expectError("\(path): /train/x: has no such row: expected rows in 0..<3, got 3") {
            try x.readRows(at: [0, 3], as: Float.self)
        }
        expectError("\(path): /train/x: rows must be in ascending order: got 1 after 2") {
            try x.readRows(at: [2, 1], as: Float.self)
        }
        expectError(
            "\(path): /train/x: destination for 2 rows of 2 elements is of the wrong size: expected 4 elements, got 3"
        ) { try x.readRows(0..<2, into: small) }
        expectError(
            "\(path): /train/x: destination for 1 rows of 2 elements is of the wrong size: expected 2 elements, got 3"
        ) { try x.readRows(at: [0], into: small) }
    }

    @Test func writing() throws {
        let x = try file.dataset("train/x")
        expectError("\(path): /train/x: the name is taken") { try file.createDataset("train/x", scalar: 1) }
        expectError("\(path): /train/x: is of another kind: expected a group, got a dataset") {
            try file.createDataset("train/x/deeper", scalar: 1)
        }
        expectError("\(path): /train/x: is of another kind: expected a group, got a dataset") {
            try file.createGroup("train/x")
        }
        expectError("\(path): a new object needs a name: got '/'") { try file.createDataset("/", scalar: 1) }
        expectError("\(path): /a: shape and number of values differ: expected shape [2, 2], got 3 values") {
            try file.createDataset("a", values: [1, 2, 3], shape: [2, 2])
        }
        expectError("\(path): /a: has a negative extent: got shape [-1]") {
            try file.createDataset("a", of: Float.self, shape: [-1])
        }
        expectError("\(path): /a: deflate level out of range: expected 0 to 9, got 10") {
            try file.createDataset("a", of: Float.self, shape: [1], options: HDF5DatasetOptions(deflate: 10))
        }
        expectError("\(path): /a: chunk rows out of range: expected at least 1, got 0") {
            try file.createDataset("a", of: Float.self, shape: [1], options: HDF5DatasetOptions(chunkRows: 0))
        }
        expectError(
            "\(path): /a: cannot be extensible: expected a first dimension, and rows that are not empty, got shape []"
        ) { try file.createDataset("a", of: Float.self, shape: [], options: HDF5DatasetOptions(extensible: true)) }
        expectError("\(path): a string to be written contains NUL: got \"a\\0b\"") {
            try file.createDataset("a", values: ["a\0b"])
        }
        #expect(try !file.contains("a"))
        expectError("\(path): /train/x: values are not whole rows: expected a multiple of 2, got 3") {
            try x.writeRows([Float](repeating: 0, count: 3), at: 0)
        }
        expectError("\(path): /train/x: has no such rows: expected rows in 0..<3, got 2 rows from 2") {
            try x.writeRows([Float](repeating: 0, count: 4), at: 2)
        }
        expectError("\(path): /train/x: values cannot be stored without loss: expected float32, got float64") {
            try x.writeRows([0.0, 1.0], at: 0)
        }
        expectError("\(path): /train/x: cannot be extended: expected at most 3 rows, got 4") {
            try x.appendRows([Float](repeating: 0, count: 2))
        }
        expectError("\(path): / attribute '': the name is empty or contains NUL") { try file.setAttribute("", to: 1) }
        expectError("\(path): / attribute 'a': shape and number of values differ: expected shape [2], got 1 values") {
            try file.setAttribute("a", to: [1], shape: [2])
        }
        expectError("\(path): the root group cannot be deleted") { try file.delete("/") }
    }

    @Test func modes() throws {
        expectError("\(path): the file exists and is not to be overwritten") { try HDF5File.create(path) }
        let x = try file.dataset("train/x")
        try file.close()
        expectError("\(path): /train/x: the file was closed") { try x.read(as: Float.self) }
        expectError("\(path): the file was closed") { try file.children() }
        try file.close()

        let reader = try HDF5File.open(path)
        expectError("\(path): the file is open for reading only") { try reader.createGroup("a") }
        expectError("\(path): the file is open for reading only") { try reader.setAttribute("a", to: 1) }
        expectError("\(path): the file is open for reading only") { try reader.delete("train") }
        expectError("\(path): /train/x: the file is open for reading only") {
            try reader.dataset("train/x").writeRows([Float](arrayLiteral: 1, 2), at: 0)
        }
        #expect { try HDF5File.open(path, mode: .readWrite) } throws: { error in
            (error as? HDF5Error)?.kind == .system && "\(error)".hasPrefix("\(path): the file is in use (HDF5: ")
        }
    }
}
