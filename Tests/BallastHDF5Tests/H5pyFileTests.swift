import BallastHDF5
import Testing
import TestSupport

/// Every kind of value that h5py writes, in the format of HDF5 1.10 (the other goldens are in the oldest format):
/// `Goldens/h5py.h5`, whose groups `types` and `shapes` name what they hold.
@Suite struct H5pyFileTests {
    let file: HDF5File
    let types: HDF5Group
    let shapes: HDF5Group

    init() throws {
        file = try HDF5File.open(Golden.path("h5py"))
        types = try file.group("types")
        shapes = try file.group("shapes")
    }

    @Test func attributes() throws {
        #expect(try file.attributeNames() == ["bytes", "counts", "empty", "flag", "names", "text", "version"])
        #expect(try file.attribute("text") == "größer ≥ 1")
        #expect(try file.attribute("bytes") == "plain")
        #expect(try file.attribute("flag", as: Int.self) == 1)
        #expect(try file.attribute("version", as: UInt8.self) == 3)
        #expect(try file.attributeArray("counts", as: Int.self).values == [1, 2, 3, 4, 5, 6])
        #expect(try file.attributeArray("counts", as: Double.self).shape == [2, 3])
        #expect(try file.attributeArray("names", as: String.self).values == ["one", "zwei", "три"])
        let counts = try file.attributeType("counts")
        #expect(counts.elementType == .int16)
        #expect(counts.shape == [2, 3])
        #expect(try file.attributeType("text").elementType == .string(fixedLength: nil))
        #expect(try file.attributeType("bytes").elementType == .string(fixedLength: 5))
        #expect(try !file.hasAttribute("absent"))
    }

    @Test(arguments: [
        ("int8", HDF5ElementType.int8), ("uint8", .uint8), ("int16_big_endian", .int16), ("uint64", .uint64),
        ("int64", .int64), ("float16", .float16), ("float32", .float32), ("float64_big_endian", .float64),
        ("boolean", .boolean), ("string", .string(fixedLength: nil)), ("fixed", .string(fixedLength: 4)),
        ("compound", .other("compound")), ("enumeration", .other("enumeration")),
    ])
    func elementTypes(name: String, type: HDF5ElementType) throws {
        #expect(try types.dataset(name).elementType == type)
    }

    @Test func numbersAreConverted() throws {
        #expect(try types.dataset("int8").read(as: Int.self).values == [-128, 127])
        #expect(try types.dataset("uint8").read(as: Float.self).values == [0, 255])
        #expect(try types.dataset("int16_big_endian").read(as: Int16.self).values == [-2, 258])
        #expect(try types.dataset("int16_big_endian").read(as: Float.self).values == [-2, 258])
        #expect(try types.dataset("float64_big_endian").read(as: Double.self).values == [0.1, -1e300])
        #expect(try types.dataset("float64_big_endian").read(as: Float.self).values == [0.1, -.infinity])
        #expect(try types.dataset("uint64").read(as: UInt64.self).values == [0, .max])
        #expect(try types.dataset("int64").read(as: Int64.self).values == [.min, 1 << 31])
        #expect(try types.dataset("float16").read(as: Float.self).values == [0.5, -65504, .infinity])
        #expect(try types.dataset("boolean").read(as: UInt8.self).values == [1, 0, 1])
        #expect(try types.dataset("boolean").read(as: Double.self).values == [1, 0, 1])
        let float = try types.dataset("float32").read(as: Double.self).values
        #expect(float[0] == Double(Float(0.1)) && float[1].isNaN && float[2] == -.infinity)
    }

    @Test func narrowingIsAllowedWhereValuesFit() throws {
        #expect(try types.dataset("int16_big_endian").readRows(0..<1, as: Int8.self).values == [-2])
        #expect(try shapes.dataset("single").scalar(as: UInt8.self) == 7)
        #expect(try shapes.dataset("single").scalar(as: Int8.self) == 7)
    }

    @Test func strings() throws {
        #expect(try types.dataset("string").read(as: String.self).values == ["alpha", "", "β"])
        #expect(try types.dataset("fixed").read(as: String.self).values == ["abc", "de", ""])
        #expect(try types.dataset("space_padded").read(as: String.self).values == ["ab", "c d"])
        #expect(try shapes.dataset("text").scalar(as: String.self) == "one string")
    }

    @Test func shapesOfAllRanks() throws {
        #expect(try shapes.dataset("scalar").shape == [])
        #expect(try shapes.dataset("scalar").scalar(as: Double.self) == 2.5)
        #expect(try shapes.dataset("single").shape == [1, 1])
        let none = try shapes.dataset("none").read(as: Float.self)
        #expect(none.shape == [0, 3] && none.values.isEmpty)
        for name in ["chunked", "extensible"] {
            let array = try shapes.dataset(name).read(as: Float.self)
            #expect(array.shape == [7, 5, 3])
            #expect(array.values == (0..<105).map(Float.init))
            #expect(array[row: 6].values == (90..<105).map(Float.init))
        }
        #expect(try shapes.dataset("chunked").chunkRows == 2)
        #expect(try shapes.dataset("scalar").chunkRows == nil)
    }

    @Test func rowsOfChunksNarrowerThanARow() throws {
        let chunked = try shapes.dataset("chunked")
        #expect(try chunked.readRows(3..<5, as: Float.self).values == (45..<75).map(Float.init))
        #expect(
            try chunked.readRows(at: [0, 2, 2, 6], as: Float.self).values
                == [0, 2, 2, 6].flatMap { (row: Int) in (row * 15..<row * 15 + 15).map(Float.init) })
    }

    @Test func childrenAndLinks() throws {
        let kinds = Dictionary(uniqueKeysWithValues: try shapes.children().map { ($0.name, $0.kind) })
        #expect(kinds["scalar"] == .dataset)
        #expect(kinds["soft"] == .dataset)
        #expect(kinds["dangling"] == .brokenLink)
        #expect(kinds["external"] == .brokenLink)
        #expect(try types.children().first { $0.name == "named" }?.kind == .other)
        #expect(try file.children().map(\.name) == ["shapes", "types"])
        #expect(try shapes.dataset("soft").scalar(as: Double.self) == 2.5)
        #expect(try shapes.contains("soft"))
        #expect(try !shapes.contains("dangling"))
        #expect(try types.dataset("/shapes/scalar").path == "/shapes/scalar")
        #expect(try file.contains("shapes/scalar") && !file.contains("shapes/scalar/deeper"))
        #expect(try !file.contains("absent/deeper"))
    }
}
