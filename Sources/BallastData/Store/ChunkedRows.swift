import BallastHDF5

/// Rows on their way into a dataset of a file, gathered until there are enough whole chunks of them to keep several
/// threads busy, so that no chunk is compressed twice.
package final class ChunkedRows<Element: HDF5Number & BitwiseCopyable & Sendable> {
    private let dataset: HDF5Dataset
    private let queue: ChunkQueue
    private let digest: StreamDigest?
    private let chunkValues: Int
    private let limit: Int
    private let valuesPerRow: Int
    private var pending: [Element] = []
    /// Rows in the file or on their way.
    private var handedRows = 0

    /// Bytes that are gathered before they are handed over, about.
    private static var gatheredBytes: Int { 1 << 21 }

    /// - Parameters:
    ///   - dataset: where rows are written, from the first on: extensible and without rows, or as large as it will be.
    ///   - valuesPerRow: values of a row.
    ///   - queue: what encodes and writes whole chunks.
    ///   - digest: takes all values in, if there is one.
    init(_ dataset: HDF5Dataset, valuesPerRow: Int, queue: ChunkQueue, digest: StreamDigest?) {
        self.dataset = dataset
        self.queue = queue
        self.digest = digest
        self.valuesPerRow = valuesPerRow
        chunkValues = (dataset.chunkRows ?? 1) * valuesPerRow
        let chunkBytes = max(chunkValues * MemoryLayout<Element>.stride, 1)
        limit = max(Self.gatheredBytes / chunkBytes, 1) * chunkValues
    }

    /// Rows that are written as soon as there are enough of them.
    ///
    /// - Parameters:
    ///   - dataset: where rows are written, from the first on: extensible and without rows, or as large as it will be.
    ///   - valuesPerRow: values of a row.
    ///   - threads: how many threads compress.
    package convenience init(_ dataset: HDF5Dataset, valuesPerRow: Int, threads: Int) {
        self.init(
            dataset, valuesPerRow: valuesPerRow, queue: ChunkQueue(WorkerPool(threads: threads), depth: 0), digest: nil)
    }

    /// Adds values of whole rows.
    package func append(_ values: UnsafeBufferPointer<Element>) throws {
        pending.append(contentsOf: values)
        guard pending.count >= limit else { return }
        try handOverWholeChunks()
    }

    /// Writes what is left.
    package func finish() throws {
        try handOverWholeChunks()
        try queue.finish()
        try pending.withUnsafeBufferPointer {
            try handedRows == dataset.shape.first ? dataset.appendRows($0) : dataset.writeRows($0, at: handedRows)
        }
        try digest?.add(pending, count: pending.count).value()
        pending = []
    }

    private func handOverWholeChunks() throws {
        let count = pending.count / chunkValues * chunkValues
        guard count > 0 else { return }
        let values = pending
        // A new array, as the jobs keep the other one; no larger than what comes to it.
        pending = []
        pending.reserveCapacity(values.capacity)
        pending.append(contentsOf: values[count...])
        try queue.add(
            values, count: count, chunkValues: chunkValues, to: dataset, at: handedRows, digest: digest)
        handedRows += count / valuesPerRow
    }
}
