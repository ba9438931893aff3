/// The rows of a file in blocks of neighbours: so many whole chunks each, that reading one takes long beside finding it.
public struct RowBlocks: Equatable, Sendable {
    /// Rows of the file.
    public let rowCount: Int
    /// Bytes of a row.
    public let rowBytes: Int
    /// Rows of a block; the last one may have fewer.
    public let rowsPerBlock: Int

    /// - Parameters:
    ///   - rowCount: rows of the file.
    ///   - rowBytes: bytes of a row.
    ///   - rowsPerBlock: rows of a block, at least 1.
    public init(rowCount: Int, rowBytes: Int, rowsPerBlock: Int) {
        self.rowCount = rowCount
        self.rowBytes = rowBytes
        self.rowsPerBlock = max(rowsPerBlock, 1)
    }

    /// Bytes of a block.
    public var blockBytes: Int { rowsPerBlock * rowBytes }

    /// The number of blocks.
    public var count: Int { (rowCount + rowsPerBlock - 1) / rowsPerBlock }

    /// The rows of a block.
    ///
    /// - Parameter block: its number, from 0.
    public func rows(of block: Int) -> Range<Int> {
        block * rowsPerBlock..<min((block + 1) * rowsPerBlock, rowCount)
    }
}

/// How rows that stay in a file are read by whole blocks, the last few of which are kept.
public struct RowBuffer: Equatable, Sendable {
    /// How the rows are divided.
    public let blocks: RowBlocks
    /// Memory of the blocks that are kept, in bytes, though one always has room.
    public let bytes: Int

    /// - Parameters:
    ///   - blocks: how the rows are divided.
    ///   - bytes: memory of the blocks that are kept.
    public init(blocks: RowBlocks, bytes: Int) {
        self.blocks = blocks
        self.bytes = bytes
    }

    /// The number of blocks that are kept.
    public var capacity: Int { max(1, bytes / max(blocks.blockBytes, 1)) }
}
