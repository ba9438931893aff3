import BallastHDF5

/// Rows on their way into a dataset of a file, gathered until there are enough whole chunks of them to keep several
/// threads busy, so that no chunk is compressed twice.
package final class ChunkedRows<Element: HDF5Number> {
    private let dataset: HDF5Dataset
    private let threads: Int
    private let chunkValues: Int
    private let limit: Int
    private let valuesPerRow: Int
    private var pending: [Element] = []
    /// Rows in the file.
    private var writtenRows = 0

    /// Bytes that are gathered before they are written, about.
    private static var gatheredBytes: Int { 1 << 21 }

    /// - Parameters:
    ///   - dataset: where rows are written, from the first on: extensible and without rows, or as large as it will be.
    ///   - valuesPerRow: values of a row.
    ///   - threads: how many threads compress.
    package init(_ dataset: HDF5Dataset, valuesPerRow: Int, threads: Int) {
        self.dataset = dataset
        self.threads = threads
        self.valuesPerRow = valuesPerRow
        chunkValues = (dataset.chunkRows ?? 1) * valuesPerRow
        let chunkBytes = max(chunkValues * MemoryLayout<Element>.stride, 1)
        limit = max(Self.gatheredBytes / chunkBytes, 1) * chunkValues
    }

    /// Adds values of whole rows.
    package func append(_ values: UnsafeBufferPointer<Element>) throws {
        pending.append(contentsOf: values)
        guard pending.count >= limit else { return }
        try writeWholeChunks()
    }

    /// Writes what is left.
    package func finish() throws {
        try writeWholeChunks()
        try pending.withUnsafeBufferPointer {
            try writtenRows == dataset.shape.first ? dataset.appendRows($0) : dataset.writeRows($0, at: writtenRows)
        }
        pending = []
    }

    private func writeWholeChunks() throws {
        let count = pending.count / chunkValues * chunkValues
        try pending.withUnsafeBufferPointer {
            try dataset.writeChunks(UnsafeBufferPointer(rebasing: $0[..<count]), at: writtenRows, threads: threads)
        }
        writtenRows += count / valuesPerRow
        pending.removeFirst(count)
    }
}
