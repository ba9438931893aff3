/// How chunks of a dataset are encoded, apart from the dataset: nothing here belongs to the library.
public struct HDF5ChunkEncoding<Element: HDF5Number>: Sendable {
    let chunkBytes: Int
    let filters: HDF5ChunkFilters

    /// Encodes whole chunks of rows.
    ///
    /// - Precondition: the values fill whole chunks.
    public func encoded(_ values: UnsafeBufferPointer<Element>) -> HDF5EncodedChunks {
        let bytes = UnsafeRawBufferPointer(values)
        precondition(bytes.count.isMultiple(of: chunkBytes), "values are not whole chunks")
        return HDF5EncodedChunks(
            bytes, chunkBytes: chunkBytes, elementSize: MemoryLayout<Element>.stride, filters: filters)
    }
}

/// Whole chunks of a dataset in the form in which they are stored, made by `HDF5Dataset.encodedChunks(of:)` or
/// ``HDF5ChunkEncoding``.
public struct HDF5EncodedChunks: Sendable {
    /// The encoded chunks, one behind the other.
    private let bytes: [UInt8]
    /// Where each chunk ends, and the mask of filters that were left out.
    private let chunks: [(end: Int, skippedFilters: UInt32)]
    /// Bytes of an element.
    let elementSize: Int

    /// - Parameters:
    ///   - source: chunks that lie one behind the other.
    ///   - chunkBytes: bytes of each; divides the number of bytes.
    ///   - elementSize: bytes of an element.
    ///   - filters: what chunks go through.
    init(_ source: UnsafeRawBufferPointer, chunkBytes: Int, elementSize: Int, filters: HDF5ChunkFilters) {
        self.elementSize = elementSize
        let count = source.count / chunkBytes
        let encoder = HDF5ChunkEncoder(filters, chunkBytes: chunkBytes, elementSize: elementSize)
        var chunks: [(end: Int, skippedFilters: UInt32)] = []
        chunks.reserveCapacity(count)
        bytes = [UInt8](unsafeUninitializedCapacity: count * encoder.capacity) { buffer, filled in
            guard let output = buffer.baseAddress, let source = source.baseAddress else { return }
            let first = source.assumingMemoryBound(to: UInt8.self)
            for index in 0..<count {
                let encoded = encoder.encode(first + index * chunkBytes, into: output + filled)
                filled += encoded.count
                chunks.append((filled, encoded.skippedFilters))
            }
        }
        self.chunks = chunks
    }

    /// The number of chunks.
    public var count: Int { chunks.count }

    /// Gives the bytes of every chunk, one after the other.
    func forEach(
        _ body: (_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ skippedFilters: UInt32) throws -> Void
    ) rethrows {
        try bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            for (index, chunk) in chunks.enumerated() {
                try body(index, UnsafeBufferPointer(rebasing: bytes[start..<chunk.end]), chunk.skippedFilters)
                start = chunk.end
            }
        }
    }
}
