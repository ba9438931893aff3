public import BallastCore
internal import BallastData

/// A shuffle in windows, for a training split that does not fit memory; see `ChunkedShuffle`.
///
/// Rows are read by blocks of neighbouring chunks, each once an epoch, and mixed with those of a window of blocks that fits the
/// given memory. Rows that are set apart for validation and test are visited in the order of the file. It takes the place of the exact shuffle of the sampler `shuffle`, the only one that it goes with: every
/// other sampler has an order, or rows, of its own. The order depends on the settings and the seed alone, not on whether the
/// rows are in memory.
public struct ChunkedShuffleConfig: ComponentConfig {
    @Setting("Memory of a window, in megabytes, whose rows are mixed with each other.", range: 1...)
    public var windowMegabytes = 256
    @Setting("Neighbouring rows, in kilobytes, that are read at once and stay in one window.", range: 1...)
    public var blockKilobytes = 1024

    public init() {}

    public func validate(_ check: inout ConfigCheck) {
        check.require(
            blockKilobytes <= windowMegabytes * 1000, "block_kilobytes",
            "is more than a window of \(windowMegabytes) MB", with: "window_megabytes")
    }
}

extension ChunkedShuffleConfig {
    /// How the rows of a split are read if they stay in the file.
    func buffer(of split: DatasetSplit) -> RowBuffer {
        RowBuffer(blocks: split.rowBlocks(byteCount: blockKilobytes * 1000), bytes: windowMegabytes * 1_000_000)
    }

    /// The order of epochs that visit these examples of a split.
    func order(of examples: ExampleSet, from split: DatasetSplit) -> ChunkedShuffle {
        let buffer = buffer(of: split)
        return ChunkedShuffle(rows: examples.rows, blocks: buffer.blocks, blocksPerWindow: buffer.capacity)
    }
}
