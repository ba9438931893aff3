public import BallastCore

/// An order in random windows, for data that do not fit memory: blocks of neighbouring rows are put in random order, and
/// rows are shuffled among those of a window of consecutive blocks of that order.
///
/// Every row comes once. It is not a uniformly random order: rows of one block come in the same window, so that batches
/// of a file whose rows are sorted, by class or by time, are less mixed the smaller the window is. With w blocks a window, of
/// B in all, two rows of different blocks share a window with probability (w − 1)/(B − 1), those of one block always.
/// Shuffle such a file once when it is made, or take a larger window.
public struct ChunkedShuffle: Sendable {
    /// Positions by block, ascending in each: those of block b are `sorted[starts[b]..<starts[b + 1]]`.
    private let sorted: [Int]
    private let starts: [Int]
    private let blocksPerWindow: Int

    /// The name of the random stream that orders are drawn from.
    public static let stream = "chunked_shuffle"

    /// - Parameters:
    ///   - rows: the row in the file of every position that is to be visited.
    ///   - blocks: how the rows of the file are divided.
    ///   - blocksPerWindow: blocks whose rows are mixed with each other, at least 1.
    /// - Precondition: every row is one of the file.
    public init(rows: [Int], blocks: RowBlocks, blocksPerWindow: Int) {
        self.blocksPerWindow = max(blocksPerWindow, 1)
        var counts = [Int](repeating: 0, count: blocks.count + 1)
        for row in rows { counts[row / blocks.rowsPerBlock + 1] += 1 }
        for block in 0..<blocks.count { counts[block + 1] += counts[block] }
        starts = counts
        var sorted = [Int](repeating: 0, count: rows.count)
        var next = counts
        for (position, row) in rows.enumerated() {
            let block = row / blocks.rowsPerBlock
            sorted[next[block]] = position
            next[block] += 1
        }
        self.sorted = sorted
    }

    /// The positions that an epoch visits.
    ///
    /// - Parameter random: the run's streams, of which the one called ``stream`` is drawn from.
    public func order(random: RandomStreams) -> [Int] {
        let numbers = random.numpy(Self.stream)
        let blocks = numbers.permutation(starts.count - 1)
        var order: [Int] = []
        order.reserveCapacity(sorted.count)
        for first in stride(from: 0, to: blocks.count, by: blocksPerWindow) {
            var window: [Int] = []
            for block in blocks[first..<min(first + blocksPerWindow, blocks.count)] {
                window += sorted[starts[block]..<starts[block + 1]]
            }
            numbers.shuffle(&window)
            order += window
        }
        return order
    }
}
