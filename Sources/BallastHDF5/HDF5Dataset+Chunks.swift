internal import CHDF5

extension HDF5Dataset {
    /// Encodes whole chunks of rows, to be written by `writeChunks(_:at:)`.
    ///
    /// Does not enter the library, so that several threads can encode while another one writes. What is read back is what
    /// `writeRows` or `appendRows` would have written; the bytes in the file differ, see `HDF5ChunkEncoder`.
    ///
    /// - Parameter values: rows in row-major order, of exactly the dataset's type.
    /// - Returns: the chunks; nil for a dataset of another type or byte order, or with filters that this module cannot apply by
    ///   itself: its rows are left to the library.
    /// - Throws: `.wrongShape` if the values are not whole chunks.
    public func encodedChunks<T: HDF5Number>(of values: UnsafeBufferPointer<T>) throws -> HDF5EncodedChunks? {
        guard let encoding = chunkEncoding(of: T.self) else { return nil }
        guard (values.count * MemoryLayout<T>.stride).isMultiple(of: chunkBytes) else {
            throw handle.source.error(
                .wrongShape, "values are not whole chunks", expected: "multiples of \(chunkBytes) bytes",
                got: "\(values.count * MemoryLayout<T>.stride) bytes")
        }
        return encoding.encoded(values)
    }

    /// How chunks of such elements are encoded; nil if only the library can do that.
    ///
    /// Threads that encode should hold this rather than the dataset, which closes when the last of its references is gone:
    /// a file in which it closes now earlier, now later, would not have the same bytes.
    public func chunkEncoding<T: HDF5Number>(of _: T.Type) -> HDF5ChunkEncoding<T>? {
        chunkFilters(for: T.self).map { HDF5ChunkEncoding(chunkBytes: chunkBytes, filters: $0) }
    }

    /// Writes encoded chunks: in the place of rows from `lower` on, or behind the last row of a dataset created as extensible.
    ///
    /// - Parameters:
    ///   - chunks: made by this dataset, or by one of the same type and layout.
    ///   - lower: the first row, the first one of a chunk.
    /// - Throws: as `writeRows` and `appendRows`; `.wrongShape` if `lower` is not the first row of a chunk. Some chunks may have
    ///   been written then.
    public func writeChunks(_ chunks: HDF5EncodedChunks, at lower: Int) throws {
        try withHDF5 {
            try requireWholeChunks(chunks.count * chunkBytes, at: lower, elementSize: chunks.elementSize)
            guard chunks.count > 0 else { return }
            try handle.requireWritable()
            let missing = lower + chunks.count * (chunkRows ?? 1) - (try shape.first ?? 0)
            guard missing > 0 else { return try write(chunks, from: lower) }
            try extend(by: missing) { _ in try write(chunks, from: lower) }
        }
    }

    /// Writes whole chunks of rows, encoded by this thread, or by the library where it has to be.
    ///
    /// - Parameters:
    ///   - values: rows in row-major order.
    ///   - lower: the first row, the first one of a chunk.
    /// - Throws: as `encodedChunks(of:)` and `writeChunks(_:at:)`.
    public func writeChunks<T: HDF5Number>(_ values: UnsafeBufferPointer<T>, at lower: Int) throws {
        guard chunkFilters(for: T.self) != nil else {
            return try lower == shape.first ? appendRows(values) : writeRows(values, at: lower)
        }
        let elementSize = MemoryLayout<T>.stride
        try requireWholeChunks(values.count * elementSize, at: lower, elementSize: elementSize)
        if let chunks = try encodedChunks(of: values) { try writeChunks(chunks, at: lower) }
    }

    /// What chunks of such elements go through; nil if only the library can do that.
    private func chunkFilters<T: HDF5Number>(for _: T.Type) -> HDF5ChunkFilters? {
        isNative && elementType == T.elementType && chunkBytes > 0 ? filters : nil
    }

    private func requireWholeChunks(_ byteCount: Int, at lower: Int, elementSize: Int) throws {
        let shape = try shape
        let chunkRows = chunkRows ?? 1
        let rowBytes = shape.dropFirst().reduce(elementSize, saturatingProduct)
        guard lower.isMultiple(of: chunkRows), byteCount.isMultiple(of: max(chunkBytes, 1)),
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
    private func write(_ chunks: HDF5EncodedChunks, from lower: Int) throws {
        var offset = [hsize_t](repeating: 0, count: try shape.count)
        try chunks.forEach { index, bytes, skippedFilters in
            offset[0] = hsize_t(lower + index * (chunkRows ?? 1))
            try handle.source.check(
                H5Dwrite_chunk(
                    handle.id, ballast_h5_default(), skippedFilters, offset, bytes.count, bytes.baseAddress),
                "cannot write the values", kind: .system)
        }
    }
}
