internal import CKernels
internal import CZlib

/// Shuffles and deflates chunks as the library's filters do, so that they decode it.
///
/// A shuffled chunk is compressed one group of bytes at a time, each by what can gain anything on it: the low bytes of
/// measured numbers are as good as random, and searching them for repetitions takes most of the time and saves nothing.
/// The result depends on the chunk alone. One thread at a time uses an encoder.
final class HDF5ChunkEncoder {
    private let filters: HDF5ChunkFilters
    private let chunkBytes: Int
    private let elementSize: Int
    private let shuffled: UnsafeMutablePointer<UInt8>
    private let stream: UnsafeMutablePointer<z_stream>

    /// Bytes that an encoded chunk takes at most.
    let capacity: Int

    /// - Parameters:
    ///   - filters: what chunks go through.
    ///   - chunkBytes: bytes of a chunk before.
    ///   - elementSize: bytes of an element; divides `chunkBytes`.
    init(_ filters: HDF5ChunkFilters, chunkBytes: Int, elementSize: Int) {
        self.filters = filters
        self.chunkBytes = chunkBytes
        self.elementSize = elementSize
        // What deflate adds to bytes that it cannot compress, and room to end a group of bytes.
        capacity = chunkBytes + chunkBytes / 256 + 64 * (elementSize + 1)
        shuffled = .allocate(capacity: max(chunkBytes, 1))
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard filters.deflateLevel > 0 else { return }
        let status = deflateInit_(
            stream, CInt(filters.deflateLevel), ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot begin: \(status)")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        shuffled.deallocate()
    }

    /// Encodes a chunk.
    ///
    /// - Parameters:
    ///   - chunk: `chunkBytes` bytes.
    ///   - output: room for `capacity` bytes.
    /// - Returns: the number of bytes, and the mask of filters that were left out: a chunk for which deflate finds no room is
    ///   stored as it is.
    func encode(
        _ chunk: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>
    ) -> (count: Int, skippedFilters: UInt32) {
        var bytes = chunk
        if filters.shuffles {
            ballast_shuffle_bytes(chunk, Int64(chunkBytes / elementSize), Int64(elementSize), shuffled)
            bytes = UnsafePointer(shuffled)
        }
        // Also if it is larger: what is deflated has a checksum, by which damage is found.
        if filters.deflateLevel > 0, let count = deflate(bytes, into: output) { return (count, 0) }
        output.update(from: bytes, count: chunkBytes)
        return (chunkBytes, filters.deflateLevel > 0 ? filters.deflateBit : 0)
    }

    /// The bytes that deflate made; nil if there was no room for them.
    private func deflate(_ bytes: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) -> Int? {
        deflateReset(stream)
        stream.pointee.next_out = output
        stream.pointee.avail_out = UInt32(capacity)
        stream.pointee.avail_in = 0
        let groups = filters.shuffles ? elementSize : 1
        let groupBytes = chunkBytes / groups
        for group in 0..<groups {
            let start = bytes + group * groupBytes
            if groups > 1 {
                let (level, strategy) = effort(for: ballast_classify_bytes(start, Int64(groupBytes)))
                guard deflateParams(stream, level, strategy) == Z_OK else { return nil }
            }
            stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
            stream.pointee.avail_in = UInt32(groupBytes)
            let isLast = group == groups - 1
            let status = CZlib.deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
            guard status == (isLast ? Z_STREAM_END : Z_OK), stream.pointee.avail_in == 0 else { return nil }
        }
        return Int(stream.pointee.total_out)
    }

    private func effort(for kind: ballast_bytes_kind) -> (level: CInt, strategy: CInt) {
        switch kind {
        case BALLAST_BYTES_RANDOM: (0, Z_DEFAULT_STRATEGY)
        case BALLAST_BYTES_SKEWED: (CInt(filters.deflateLevel), Z_HUFFMAN_ONLY)
        default: (CInt(filters.deflateLevel), Z_DEFAULT_STRATEGY)
        }
    }
}
