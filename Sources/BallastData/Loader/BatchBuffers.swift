import BallastCore
import BallastTensor

/// The memory of one batch, filled over and over.
///
/// One thread at a time works with it: the one that fills it, then, after it was handed over, the one that trains.
final class BatchBuffers: @unchecked Sendable {
    // Sendable because it is handed from the loading to the consuming thread and back through a lock, never shared.
    let values: UnsafeMutableBufferPointer<Float>
    let labels: UnsafeMutableBufferPointer<Int32>
    let mixedLabels: UnsafeMutableBufferPointer<Int32>
    private let keys: UnsafeMutableBufferPointer<TransformBatch.ExampleKey>
    private(set) var count = 0
    private(set) var mixWeight: Float?

    init(capacity: Int, valuesPerExample: Int) {
        // Vector kernels like rows that start on a cache line.
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(capacity * valuesPerExample, 1) * MemoryLayout<Float>.stride, alignment: 64)
        values = bytes.bindMemory(to: Float.self)
        values.initialize(repeating: 0)
        labels = .allocate(capacity: capacity)
        labels.initialize(repeating: 0)
        mixedLabels = .allocate(capacity: capacity)
        mixedLabels.initialize(repeating: 0)
        keys = .allocate(capacity: capacity)
        keys.initialize(repeating: TransformBatch.ExampleKey(row: 0, repetition: 0))
    }

    deinit {
        values.deallocate()
        labels.deallocate()
        mixedLabels.deallocate()
        keys.deallocate()
    }

    /// Gathers examples and applies transforms.
    ///
    /// - Parameter repetitions: for each position, how often its example came before in the epoch; empty for never.
    func fill(
        from examples: ExampleSet, positions: ArraySlice<Int>, repetitions: [Int], pipeline: TransformPipeline,
        training: Bool, seed: UInt64, epoch: Int, number: Int
    ) throws {
        count = positions.count
        mixWeight = nil
        let used = UnsafeMutableBufferPointer(rebasing: values[..<(count * examples.valuesPerExample)])
        try positions.withUnsafeBufferPointer { positions in
            try examples.gather(positions, into: used)
            for (index, position) in positions.enumerated() { labels[index] = examples.labels[position] }
            if pipeline.isIdentity(training: training) { return }
            for (index, position) in positions.enumerated() {
                keys[index] = TransformBatch.ExampleKey(
                    row: examples.rows[position], repetition: repetitions.isEmpty ? 0 : repetitions[index])
            }
            var batch = TransformBatch(
                values: used, exampleShape: examples.exampleShape,
                labels: UnsafeBufferPointer(rebasing: labels[..<count]),
                mixedLabels: UnsafeMutableBufferPointer(rebasing: mixedLabels[..<count]),
                keys: UnsafeBufferPointer(rebasing: keys[..<count]), seed: seed, epoch: epoch, number: number)
            pipeline.apply(to: &batch, training: training)
            mixWeight = batch.mixWeight
        }
    }
}
