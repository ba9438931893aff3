import Ballast
import BenchmarkSupport
import Glibc

extension DataBenchmark {
    /// Reads the rows of a data set in their order, by large blocks, and then as the batches of an epoch in an order of random windows,
    /// which may take so many megabytes; in turn, three times each, the file's pages being dropped from memory before.
    static func readShuffled(_ path: String, windowMegabytes: Int) throws {
        let split = try DatasetFile(path: path).split(.all)
        let buffer = RowBuffer(blocks: split.rowBlocks(byteCount: 1_000_000), bytes: windowMegabytes * 1_000_000)
        let examples = try split.examples(memoryBudget: 0, buffer: buffer)
        let shuffle = ChunkedShuffle(rows: examples.rows, blocks: buffer.blocks, blocksPerWindow: buffer.capacity)
        var (sequential, shuffled) = ([Double](), [Double]())
        for epoch in 0..<3 {
            try dropFromMemory(path)
            let x = try HDF5File.open(path).dataset("all/x")
            sequential.append(
                try seconds {
                    for start in stride(from: 0, to: split.count, by: 1 << 16) {
                        _ = try x.readRows(start..<min(start + 1 << 16, split.count), as: Float.self)
                    }
                })
            let order = shuffle.order(random: RandomStreams(seed: UInt64(epoch)))
            try dropFromMemory(path)
            let loader = BatchLoader(examples, options: .init(batchSize: 1024), seed: 0)
            var count = 0
            shuffled.append(
                try seconds {
                    let batches = loader.trainingBatches(epoch: epoch, order: order)
                    while let batch = try batches.next() { count += batch.count }
                })
            guard count == split.count else { stop("\(count) of \(split.count) rows came") }
        }
        print("sequential_rows \(Double(split.count) / (sequential.min() ?? 1))")
        print("shuffled_rows \(Double(split.count) / (shuffled.min() ?? 1))")
    }

    /// Makes the system forget what it holds of a file, so that it is read from the disk again.
    private static func dropFromMemory(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { stop("cannot open \(path)") }
        defer { close(descriptor) }
        // What has not been written yet cannot be dropped.
        guard fsync(descriptor) == 0, posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0 else {
            stop("cannot drop \(path) from memory")
        }
    }
}
