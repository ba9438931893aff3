/// How to gather sorted rows with few calls: which ranges to read as a whole, and which of the wanted rows each covers.
///
/// A call costs about as much as copying some tens of kilobytes, so small gaps are read over. Rows of one compressed
/// chunk are read by one call unless the chunk stays in the cache, since every call would decode the whole chunk anew.
package struct HDF5RowPlan: Equatable, Sendable {
    package struct Read: Equatable, Sendable {
        /// Rows to read.
        package var rows: Range<Int>
        /// Positions, in the list of wanted rows, that these rows serve.
        package var positions: Range<Int>
        /// Whether the rows read are the wanted ones, one by one, and can go straight to their destination.
        package var isExact: Bool
    }

    /// What decides the cost of a read.
    package struct Layout: Sendable {
        package var rowBytes: Int
        package var chunkRows: Int?
        /// Whether each call decodes the chunks it touches.
        package var decodesEachTime: Bool

        package init(rowBytes: Int, chunkRows: Int?, decodesEachTime: Bool) {
            self.rowBytes = rowBytes
            self.chunkRows = chunkRows
            self.decodesEachTime = decodesEachTime
        }
    }

    package private(set) var reads: [Read] = []

    /// Largest gap to read over, in bytes.
    static let gapBytes = 32 * 1024
    /// Largest range to read with gaps, in bytes, if it spans several chunks.
    static let rangeBytes = 4 * 1024 * 1024
    /// Largest range to read with gaps, in bytes, if it lies in one chunk.
    static let chunkBytes = 256 * 1024 * 1024

    /// - Precondition: `rows` is sorted in ascending order; repetitions are allowed.
    package init(rows: some RandomAccessCollection<Int>, layout: Layout) {
        for (position, row) in rows.enumerated() {
            guard let last = reads.last, Self.extends(last, to: row, layout) else {
                reads.append(Read(rows: row..<row + 1, positions: position..<position + 1, isExact: true))
                continue
            }
            reads[reads.count - 1] = Read(
                rows: last.rows.lowerBound..<max(row + 1, last.rows.upperBound),
                positions: last.positions.lowerBound..<position + 1,
                isExact: last.isExact && row == last.rows.upperBound)
        }
    }

    /// Whether to read `row` together with the rows before it.
    private static func extends(_ read: Read, to row: Int, _ layout: Layout) -> Bool {
        // Negative for a repeated row.
        let gap = row - read.rows.upperBound
        // A run of wanted rows has no limit: it goes straight to its destination.
        if gap == 0, read.isExact { return true }
        let chunkRows = layout.chunkRows ?? 1
        let chunksAhead = row / chunkRows - (read.rows.upperBound - 1) / chunkRows
        let decodesAgain = layout.decodesEachTime && chunksAhead == 0
        // A chunk without a wanted row is never decoded.
        let skipsChunk = layout.chunkRows != nil && chunksAhead > 1
        let bytes = saturatingProduct(row + 1 - read.rows.lowerBound, layout.rowBytes)
        return !skipsChunk && bytes <= (decodesAgain ? chunkBytes : rangeBytes)
            && (decodesAgain || gap * layout.rowBytes <= gapBytes)
    }
}
