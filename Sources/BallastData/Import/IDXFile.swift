/// A file of the IDX format of the MNIST family: bytes in an array of any rank, read from start to end, .gz or not.
struct IDXFile {
    let path: String
    /// The extents, of which the first counts the examples.
    let shape: [Int]
    private let source: ByteSource

    init(path: String) throws {
        self.path = path
        source = try ByteSource(path: path)
        let magic = try Self.bytes(4, of: source, path: path)
        guard magic[0] == 0, magic[1] == 0 else {
            throw DataError(
                file: path, "is not an IDX file", expected: "two zero bytes at its start",
                got: "\(magic[0]), \(magic[1])")
        }
        guard magic[2] == 0x08 else {
            throw DataError(
                file: path, "holds elements of a type that is not read", expected: "type 8, unsigned bytes",
                got: "type \(magic[2])")
        }
        guard (1...4).contains(magic[3]) else {
            throw DataError(file: path, "has an unlikely number of dimensions", expected: "1 to 4", got: "\(magic[3])")
        }
        let extents = try Self.bytes(4 * Int(magic[3]), of: source, path: path)
        let shape = stride(from: 0, to: extents.count, by: 4).map { start in
            extents[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        guard shape.allSatisfy({ (1...Int(Int32.max)).contains($0) }),
            shape.dropFirst().reduce(1, { $0.multipliedReportingOverflow(by: $1).overflow ? Int.max / 2 : $0 * $1 }) < 1
                << 31
        else {
            throw DataError(file: path, "has an extent that cannot be", got: "\(shape)")
        }
        self.shape = shape
    }

    /// The number of bytes of an example.
    var exampleSize: Int { shape.dropFirst().reduce(1, *) }

    /// The bytes of the next so many examples.
    func next(_ count: Int) throws -> [UInt8] { try Self.bytes(count * exampleSize, of: source, path: path) }

    /// Makes sure that nothing follows.
    func requireEnd() throws {
        guard try source.next() == nil else {
            throw DataError(file: path, "holds more than its header says", expected: "shape \(shape)")
        }
    }

    private static func bytes(_ count: Int, of source: ByteSource, path: String) throws -> [UInt8] {
        var read = 0
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            read = try source.read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
            initialized = read
        }
        guard read == count else { throw DataError(file: path, "the file is truncated") }
        return bytes
    }
}
