internal import CHDF5
import Dispatch

extension HDF5Dataset {
    /// Writes whole chunks of rows, compressed by several threads: in the place of rows from `lower` on, or behind the last
    /// row of a dataset created as extensible.
    ///
    /// What is read back is what `writeRows` or `appendRows` would have written; the bytes in the file differ, see
    /// `HDF5ChunkEncoder`, and do not depend on the number of threads. The library is locked only while compressed chunks are
    /// handed over. A dataset of another byte order, or with filters that this module cannot apply by itself, is left to the
    /// library.
    ///
    /// - Parameters:
    ///   - values: rows in row-major order: whole chunks, of exactly the dataset's type.
    ///   - lower: the first row, the first one of a chunk.
    ///   - threads: how many threads compress.
    /// - Throws: as `writeRows` and `appendRows`; `.wrongShape` if values are not whole chunks. Some whole chunks may have
    ///   been written then.
    public func writeChunks<T: HDF5Number>(_ values: UnsafeBufferPointer<T>, at lower: Int, threads: Int = 1) throws {
        guard let filters, let chunkRows, isNative, elementType == T.elementType else {
            return try lower == shape.first ? appendRows(values) : writeRows(values, at: lower)
        }
        let bytes = UnsafeRawBufferPointer(values)
        try requireWholeChunks(bytes.count, at: lower, chunkRows: chunkRows, elementSize: MemoryLayout<T>.stride)
        guard let source = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        let count = bytes.count / chunkBytes
        let workers = max(1, min(threads, count))
        let batch = EncodedChunks(
            filters, chunkBytes: chunkBytes, elementSize: MemoryLayout<T>.stride,
            limit: min(count, max(Self.batchBytes / max(chunkBytes, 1), 16)), workers: workers)
        for start in stride(from: 0, to: count, by: batch.limit) {
            let chunks = min(batch.limit, count - start)
            batch.encode(source + start * chunkBytes, count: chunks)
            let first = lower + start * chunkRows
            try withHDF5 { try write(batch, to: first..<first + chunks * chunkRows, chunkRows: chunkRows) }
        }
    }

    /// Bytes that are encoded before they are written: few beside any dataset, enough that threads seldom wait for each
    /// other. How many chunks are written at a time shows in the file, so it may not depend on the number of threads.
    private static var batchBytes: Int { 1 << 21 }

    private func requireWholeChunks(_ byteCount: Int, at lower: Int, chunkRows: Int, elementSize: Int) throws {
        let shape = try shape
        let rowBytes = shape.dropFirst().reduce(elementSize, saturatingProduct)
        guard lower.isMultiple(of: chunkRows), byteCount.isMultiple(of: chunkBytes),
            chunkBytes == saturatingProduct(rowBytes, chunkRows)
        else {
            throw handle.source.error(
                .wrongShape, "rows are not written by whole chunks", expected: "multiples of \(chunkRows) rows",
                got: "\(byteCount / max(rowBytes, 1)) from \(lower)")
        }
        guard lower >= 0, let rows = shape.first, lower <= rows else {
            throw handle.source.error(
                .rowOutOfRange, "has no such rows", expected: "rows in 0..<\(shape.first ?? 0)", got: "\(lower)")
        }
    }

    /// Writes encoded chunks, with the lock held.
    private func write(_ chunks: EncodedChunks, to rows: Range<Int>, chunkRows: Int) throws {
        try handle.requireWritable()
        let missing = rows.upperBound - (try shape.first ?? 0)
        guard missing > 0 else { return try writeEncoded(chunks, to: rows, chunkRows: chunkRows) }
        try extend(by: missing) { _ in try writeEncoded(chunks, to: rows, chunkRows: chunkRows) }
    }

    private func writeEncoded(_ chunks: EncodedChunks, to rows: Range<Int>, chunkRows: Int) throws {
        var offset = [hsize_t](repeating: 0, count: try shape.count)
        for (index, row) in stride(from: rows.lowerBound, to: rows.upperBound, by: chunkRows).enumerated() {
            offset[0] = hsize_t(row)
            let chunk = chunks[index]
            try handle.source.check(
                H5Dwrite_chunk(
                    handle.id, ballast_h5_default(), chunk.skippedFilters, offset, chunk.bytes.count,
                    chunk.bytes.baseAddress),
                "cannot write the values", kind: .system)
        }
    }
}

/// Chunks that several threads encode into memory of their own.
private final class EncodedChunks {
    /// Chunks that there is room for.
    let limit: Int
    private let encoders: [HDF5ChunkEncoder]
    private let chunkBytes: Int
    private let capacity: Int
    private let memory: UnsafeMutablePointer<UInt8>
    private let results: UnsafeMutablePointer<(count: Int, skippedFilters: UInt32)>

    init(_ filters: HDF5ChunkFilters, chunkBytes: Int, elementSize: Int, limit: Int, workers: Int) {
        self.limit = max(limit, 1)
        self.chunkBytes = chunkBytes
        encoders = (0..<workers).map { _ in
            HDF5ChunkEncoder(filters, chunkBytes: chunkBytes, elementSize: elementSize)
        }
        capacity = encoders[0].capacity
        memory = .allocate(capacity: self.limit * capacity)
        results = .allocate(capacity: self.limit)
        results.initialize(repeating: (0, 0), count: self.limit)
    }

    deinit {
        memory.deallocate()
        results.deallocate()
    }

    /// Encodes so many chunks that lie one after the other.
    func encode(_ source: UnsafePointer<UInt8>, count: Int) {
        // Each thread has an encoder, and chunks, of its own.
        nonisolated(unsafe) let (source, memory, results, encoders) = (source, memory, results, encoders)
        let (chunkBytes, capacity) = (chunkBytes, capacity)
        DispatchQueue.concurrentPerform(iterations: min(encoders.count, count)) { worker in
            for index in stride(from: worker, to: count, by: encoders.count) {
                results[index] = encoders[worker].encode(
                    source + index * chunkBytes, into: memory + index * capacity)
            }
        }
    }

    /// A chunk as it was encoded last.
    subscript(index: Int) -> (bytes: UnsafeBufferPointer<UInt8>, skippedFilters: UInt32) {
        let result = results[index]
        return (
            UnsafeBufferPointer(start: memory + index * capacity, count: result.count), result.skippedFilters
        )
    }
}
