import BallastHDF5
import Testing
import TestSupport

/// What is written is read back, from the closed file.
@Suite struct RoundTripTests {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("file.h5")
    }

    private func written(_ body: (HDF5File) throws -> Void) throws -> HDF5File {
        let file = try HDF5File.create(path)
        try body(file)
        try file.close()
        return try HDF5File.open(path)
    }

    private func roundTrip<T: HDF5Number>(_ values: [T], options: HDF5DatasetOptions) throws {
        let shape = [values.count / 2, 2]
        let file = try written { try $0.createDataset("deep/er/x", values: values, shape: shape, options: options) }
        let dataset = try file.dataset("/deep/er/x")
        #expect(dataset.elementType == T.elementType)
        #expect(try dataset.read(as: T.self) == HDF5Array(values: values, shape: shape))
    }

    @Test(arguments: [
        HDF5DatasetOptions.plain, .compressed, HDF5DatasetOptions(chunkRows: 1), HDF5DatasetOptions(shuffle: true),
        HDF5DatasetOptions(chunkRows: 1000, deflate: 9, extensible: true),
    ])
    func numbersOfEveryLayout(options: HDF5DatasetOptions) throws {
        try roundTrip([Float.pi, -0.0, .infinity, .leastNonzeroMagnitude], options: options)
    }

    @Test func numbersOfEveryType() throws {
        func extremes<T: HDF5Number & FixedWidthInteger>(_: T.Type) throws {
            try roundTrip([T.min, T.max, 0, 1], options: .compressed)
            try TemporaryDirectory.remove(path)
        }
        try extremes(Int8.self)
        try extremes(Int16.self)
        try extremes(Int32.self)
        try extremes(Int64.self)
        try extremes(Int.self)
        try extremes(UInt8.self)
        try extremes(UInt16.self)
        try extremes(UInt32.self)
        try extremes(UInt64.self)
        try extremes(UInt.self)
        try roundTrip([Double.pi, .greatestFiniteMagnitude, -.ulpOfOne, 0], options: .plain)
    }

    @Test func scalarsEmptyArraysAndStrings() throws {
        let long = String(repeating: "x", count: 1_000_000)
        let file = try written { file in
            try file.createDataset("number", scalar: 2.5)
            try file.createDataset("text", scalar: "größer")
            try file.createDataset("empty", values: [Float](), shape: [0, 4], options: .compressed)
            try file.createDataset("none", values: [String]())
            try file.createDataset("strings", values: ["a", "", "δ", long], shape: [2, 2], options: .compressed)
        }
        #expect(try file.dataset("number").scalar(as: Double.self) == 2.5)
        #expect(try file.dataset("number").shape == [])
        #expect(try file.dataset("text").scalar(as: String.self) == "größer")
        #expect(try file.dataset("empty").read(as: Float.self).shape == [0, 4])
        #expect(try file.dataset("none").read(as: String.self).values == [])
        let strings = try file.dataset("strings").read(as: String.self)
        #expect(strings == HDF5Array(values: ["a", "", "δ", long], shape: [2, 2]))
        #expect(try file.dataset("strings").elementType == .string(fixedLength: 1_000_000))
        #expect(try file.dataset("text").elementType == .string(fixedLength: 8))
    }

    @Test func attributesOfFilesGroupsAndDatasets() throws {
        let long = String(repeating: "ß", count: 100_000)
        let file = try written { file in
            let group = try file.createGroup("group")
            let dataset = try group.createDataset("data", values: [1, 2, 3])
            for object in [file, group, dataset] as [any HDF5Object] {
                try object.setAttribute("version", to: 1)
                try object.setAttribute("rate", to: Float(0.1))
                try object.setAttribute("text", to: long)
                try object.setAttribute("empty", to: "")
                try object.setAttribute("names", to: ["one", "zwei"])
                try object.setAttribute("matrix", to: [UInt8](0..<6), shape: [2, 3])
                try object.setAttribute("none", to: [Double]())
            }
            try file.setAttribute("version", to: "replaced by a string")
            try group.deleteAttribute("rate")
        }
        for object in [try file.group("group"), try file.dataset("group/data")] as [any HDF5Object] {
            #expect(try object.attribute("version") == 1)
            #expect(try object.attribute("text") == long)
            #expect(try object.attribute("empty") == "")
            #expect(try object.attributeArray("names").values == ["one", "zwei"])
            #expect(try object.attributeArray("matrix") == HDF5Array<UInt8>(values: Array(0..<6), shape: [2, 3]))
            #expect(try object.attributeArray("none", as: Double.self).shape == [0])
            // What h5py reads as str, and as numpy's int64.
            #expect(try object.attributeType("text").elementType == .string(fixedLength: nil))
            #expect(try object.attributeType("version").elementType == .int64)
            #expect(try object.attributeType("version").shape == [])
        }
        #expect(try file.attribute("version") == "replaced by a string")
        #expect(try file.dataset("group/data").attribute("rate", as: Float.self) == 0.1)
        #expect(try !file.group("group").hasAttribute("rate"))
    }

    @Test func groups() throws {
        let file = try written { file in
            try file.createGroup("a/b/c")
            // Creating again keeps what is there; names may be in any script and contain dots.
            try file.group("a").createGroup("b").createDataset("layer1.0.weight", scalar: 1)
            try file.createDataset("/größe/x", scalar: 2)
            try file.createDataset("temporary", scalar: 3)
            try file.delete("temporary")
            try file.group("a").delete("b/c")
        }
        #expect(try file.children().map(\.name) == ["a", "größe"])
        #expect(try file.group("a/b").children() == [HDF5Child(name: "layer1.0.weight", kind: .dataset)])
        #expect(try file.group("a").dataset("b/layer1.0.weight").path == "/a/b/layer1.0.weight")
        #expect(try file.dataset("größe/x").scalar(as: Int.self) == 2)
    }

    @Test func groupsOfManyObjects() throws {
        let names = (0..<1500).map { "layer\($0).weight" }
        let file = try written { file in
            for name in names { try file.createDataset("model/\(name)", values: [Float(1), 2]) }
        }
        let model = try file.group("model")
        #expect(try model.children().map(\.name) == names.sorted())
        #expect(try model.contains("layer1499.weight") && !model.contains("layer1500.weight"))
        expectError(
            "\(path): /model: no object 'layer': expected one of layer0.weight, layer1.weight, layer10.weight, "
                + "layer100.weight, layer1000.weight, layer1001.weight, layer1002.weight, layer1003.weight, "
                + "layer1004.weight, layer1005.weight, … (1500 in all)"
        ) { try model.dataset("layer") }
    }

    @Test func readWriteModeChangesAFile() throws {
        try written { try $0.createDataset("x", values: [1, 2, 3]) }.close()
        let file = try HDF5File.open(path, mode: .readWrite)
        try file.dataset("x").writeRows([20], at: 1)
        try file.flush()
        try file.close()
        #expect(try HDF5File.open(path).dataset("x").read(as: Int.self).values == [1, 20, 3])
    }

    @Test func equalContentGivesEqualFiles() throws {
        func content(_ name: String) throws -> [UInt8] {
            let file = try HDF5File.create(directory.file(name))
            try file.createDataset("model/weight", values: [Float](repeating: 1, count: 5000), options: .compressed)
            try file.setAttribute("config", to: "model: {type: mlp}")
            try file.close()
            return try TemporaryDirectory.bytes(directory.file(name))
        }
        #expect(try content("one.h5") == content("two.h5"))
    }

    @Test func objectsKeepTheirFileOpen() throws {
        try written { try $0.createDataset("x", values: [1, 2, 3]) }.close()
        let dataset = try HDF5File.open(path).group("/").dataset("x")
        #expect(try dataset.read(as: Int.self).values == [1, 2, 3])
        // Two openings of one file are independent.
        let (first, second) = (try HDF5File.open(path), try HDF5File.open(path))
        let other = try second.dataset("x")
        try first.close()
        #expect(try other.read(as: Int.self).values == [1, 2, 3])
    }
}
