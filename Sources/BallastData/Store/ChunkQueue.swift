import BallastHDF5

/// Batches of whole chunks on their way into datasets of one file: encoded by several threads, written in the order in which
/// they were added.
///
/// What is written, and in which order, does not depend on the number of threads.
final class ChunkQueue {
    let workers: WorkerPool
    private let depth: Int
    /// Writes the batches that wait, each when its chunks are encoded.
    private var waiting: [() throws -> Void] = []

    /// Bytes that a job encodes, about: small enough that threads end at the same time.
    private static var sliceBytes: Int { 1 << 19 }

    /// - Parameters:
    ///   - workers: who encodes.
    ///   - depth: batches that may wait when more is added.
    init(_ workers: WorkerPool, depth: Int) {
        self.workers = workers
        self.depth = depth
    }

    /// Adds whole chunks.
    ///
    /// - Parameters:
    ///   - values: rows, of which the first `count` values are whole chunks; the others are left out.
    ///   - count: how many values.
    ///   - chunkValues: the values of a chunk.
    ///   - dataset: where they go.
    ///   - row: the first row.
    ///   - digest: takes the values in.
    /// - Throws: what writing batches throws, this one or earlier ones.
    func add<Element: HDF5Number>(
        _ values: [Element], count: Int, chunkValues: Int, to dataset: HDF5Dataset, at row: Int, digest: StreamDigest?
    ) throws {
        let sliceChunks = max(Self.sliceBytes / max(chunkValues * MemoryLayout<Element>.stride, 1), 1)
        let slices = stride(from: 0, to: count, by: sliceChunks * chunkValues).map {
            $0..<min($0 + sliceChunks * chunkValues, count)
        }
        // Jobs hold no dataset: who lets go of it last would close it, at a time that depends on the threads.
        let encoding = dataset.chunkEncoding(of: Element.self)
        let encoded = slices.map { slice in
            encoding.map { encoding in
                workers.run {
                    values.withUnsafeBufferPointer { encoding.encoded(UnsafeBufferPointer(rebasing: $0[slice])) }
                }
            }
        }
        let digested = digest?.add(values, count: count)
        let rowsPerChunk = dataset.chunkRows ?? 1
        waiting.append {
            for (slice, job) in zip(slices, encoded) {
                let first = row + slice.lowerBound / chunkValues * rowsPerChunk
                if let job {
                    try dataset.writeChunks(try job.value(), at: first)
                } else {
                    try values.withUnsafeBufferPointer {
                        try dataset.writeChunks(UnsafeBufferPointer(rebasing: $0[slice]), at: first)
                    }
                }
            }
            try digested?.value()
        }
        try write(leaving: depth)
    }

    /// Writes all that waits.
    func finish() throws { try write(leaving: 0) }

    private func write(leaving count: Int) throws {
        while waiting.count > count { try waiting.removeFirst()() }
    }
}
