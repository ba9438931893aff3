import BallastCore
import BallastData
import BallastTensor
import Foundation
import TestSupport
import Testing

@Suite struct ChunkedShuffleTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func order(
        rows: [Int], of fileRows: Int, rowsPerBlock: Int, blocksPerWindow: Int, seed: UInt64 = 0, epochs: Int = 1
    ) -> [[Int]] {
        let shuffle = ChunkedShuffle(
            rows: rows, blocks: RowBlocks(rowCount: fileRows, rowBytes: 4, rowsPerBlock: rowsPerBlock),
            blocksPerWindow: blocksPerWindow)
        let streams = RandomStreams(seed: seed)
        return (0..<epochs).map { _ in shuffle.order(random: streams) }
    }

    @Test(arguments: [(1, 1), (10, 3), (7, 1), (64, 100), (2000, 1)])
    func everyRowComesOnce(rowsPerBlock: Int, blocksPerWindow: Int) {
        // Some rows of the file, in no order.
        let rows = NumPyRandom(seed: 4).permutation(1000).filter { $0 % 3 != 0 }
        for order in order(
            rows: rows, of: 1000, rowsPerBlock: rowsPerBlock, blocksPerWindow: blocksPerWindow, epochs: 3)
        {
            #expect(order.sorted() == Array(rows.indices))
        }
    }

    @Test func ordersDependOnSeedAndEpochAlone() {
        let rows = Array(0..<500)
        let first = order(rows: rows, of: 500, rowsPerBlock: 10, blocksPerWindow: 5, epochs: 2)
        #expect(first == order(rows: rows, of: 500, rowsPerBlock: 10, blocksPerWindow: 5, epochs: 2))
        #expect(first[0] != first[1])
        #expect(first[0] != order(rows: rows, of: 500, rowsPerBlock: 10, blocksPerWindow: 5, seed: 1)[0])
        // Streams put back to where an epoch began give it again; the default stream is not touched.
        let streams = RandomStreams(seed: 0)
        let shuffle = ChunkedShuffle(
            rows: rows, blocks: RowBlocks(rowCount: 500, rowBytes: 4, rowsPerBlock: 10), blocksPerWindow: 5)
        let before = streams.torch.state
        _ = shuffle.order(random: streams)
        let snapshot = streams.snapshot
        let second = shuffle.order(random: streams)
        #expect(streams.torch.state == before && second == first[1])
        let resumed = RandomStreams(seed: 0)
        #expect(throws: Never.self) { try resumed.restore(snapshot) }
        #expect(shuffle.order(random: resumed) == second)
    }

    /// Rows of a window are those of so many blocks, in random order; a window over all blocks can give any order.
    @Test func windowsHoldWholeBlocks() {
        let order = order(rows: Array(0..<1000), of: 1000, rowsPerBlock: 10, blocksPerWindow: 4)[0]
        for start in stride(from: 0, to: 1000, by: 40) {
            let window = order[start..<start + 40]
            let blocks = Set(window.map { $0 / 10 })
            #expect(blocks.count == 4 && window.sorted() == blocks.sorted().flatMap { $0 * 10..<$0 * 10 + 10 })
            #expect(Array(window) != window.sorted())
        }
        // Blocks that follow one another in the order seldom do so in the file.
        let firsts = stride(from: 0, to: 1000, by: 40).map { order[$0..<$0 + 40].map { $0 / 10 }.sorted() }
        #expect(firsts.filter { $0[3] - $0[0] == 3 }.count < 3)
    }

    private func dataset(_ count: Int, type: FeatureType) throws -> DatasetSplit {
        let path = directory.file("rows.h5")
        try DatasetWriter.write(to: path, overwriting: true) { writer in
            try writer.describe(DatasetDescription(name: "rows", source: "test", classNames: ["a", "b"]))
            try writer.addSplit(.all, exampleShape: [4], type: type) { rows in
                let labels = (0..<count).map { Int32($0 % 2) }
                switch type {
                case .float32: try rows.append(values: (0..<count * 4).map(Float.init), labels: labels)
                case .uint8:
                    try rows.append(bytes: (0..<count * 4).map { UInt8(truncatingIfNeeded: $0 / 4) }, labels: labels)
                }
            }
        }
        return try DatasetFile(path: path).split(.all)
    }

    /// Batches of an epoch, prepared by any thread and taken up in mid-epoch, from blocks that are read once, with memory for a
    /// window alone.
    @Test(arguments: [FeatureType.float32, .uint8])
    func batchesComeFromAWindow(type: FeatureType) throws {
        let split = try dataset(50_000, type: type)
        let blocks = split.rowBlocks(byteCount: 1)
        #expect(blocks.rowsPerBlock == (type == .float32 ? 2048 : 8192))
        let buffer = RowBuffer(blocks: blocks, bytes: 3 * blocks.blockBytes + 100)
        #expect(buffer.capacity == 3)
        let resident = try split.examples()
        let examples = try split.examples(memoryBudget: 0, buffer: buffer)
        #expect(!examples.isResident)
        // Two of three rows, as a run's training rows are.
        let chosen = resident.selecting((0..<50_000).filter { $0 % 3 != 0 })
        let inFile = examples.selecting((0..<50_000).filter { $0 % 3 != 0 })
        let order = ChunkedShuffle(rows: inFile.rows, blocks: blocks, blocksPerWindow: buffer.capacity)
            .order(random: RandomStreams(seed: 5))
        for preparation in [BatchLoader.Preparation.onDemand, .ahead(3)] {
            for first in [0, 17] {
                let options = BatchLoader.Options(batchSize: 1000, preparation: preparation)
                let batches = BatchLoader(inFile, options: options, seed: 0)
                    .trainingBatches(epoch: 0, order: order, from: first)
                let expected = BatchLoader(chosen, options: options, seed: 0)
                    .trainingBatches(epoch: 0, order: order, from: first)
                while let batch = try batches.next() {
                    let same = try #require(try expected.next())
                    #expect(batch.floats() == same.floats() && batch.labels == same.labels)
                }
                #expect(try expected.next() == nil)
            }
        }
        #expect(examples.bufferedBytes == 3 * blocks.blockBytes)
    }

    /// Any other order gives the right rows too.
    @Test func anyOrderIsRight() throws {
        let split = try dataset(20_000, type: .float32)
        let blocks = split.rowBlocks(byteCount: 1)
        let examples = try split.examples(memoryBudget: 0, buffer: RowBuffer(blocks: blocks, bytes: 1))
        var positions = [19_999, 0, 19_999, 5, 2048, 2047]
        positions += NumPyRandom(seed: 1).integers(count: 50, in: 0..<20_000)
        #expect(try examples.values(at: positions) == split.examples().values(at: positions))
        #expect(examples.bufferedBytes == blocks.blockBytes)
    }

    @Test func stretchesHoldAllRowsInOrder() throws {
        let split = try dataset(10_001, type: .float32)
        for rowsAtATime in [1000, 10_001, 20_000] {
            var rows: [Int] = [], labels: [Int32] = [], values: [Float] = []
            try split.forEachStretch(of: rowsAtATime) { examples in
                #expect(examples.isResident && examples.count <= rowsAtATime)
                rows += examples.rows
                labels += examples.labels
                values += try examples.values(at: Array(0..<examples.count))
            }
            #expect(rows == Array(0..<10_001) && labels == split.labels)
            #expect(values == (0..<40_004).map(Float.init))
        }
        struct Stop: Error {}
        #expect(throws: Stop.self) { try split.forEachStretch(of: 100) { _ in throw Stop() } }
    }

    @Test func rowsInTheOrderOfTheFile() throws {
        let split = try dataset(100, type: .float32)
        let some = try split.examples(rows: [7, 3, 99, 3])
        let sorted = some.inFileOrder()
        #expect(sorted.rows == [3, 3, 7, 99] && sorted.labels == [1, 1, 1, 1])
        #expect(try sorted.values(at: [2]) == [28, 29, 30, 31])
        #expect(sorted.inFileOrder().rows == sorted.rows)
    }
}
