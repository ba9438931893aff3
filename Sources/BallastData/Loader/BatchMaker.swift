/// Makes the batches of one epoch, one after the other.
struct BatchMaker: Sendable {
    let examples: ExampleSet
    let pipeline: TransformPipeline
    let order: [Int]
    let batchSize: Int
    let seed: UInt64
    let epoch: Int
    let training: Bool
    /// How often each example has come so far; empty if nothing is augmented.
    private var visits: [Int32] = []
    private var counted = 0
    private var repetitions: [Int] = []

    init(
        examples: ExampleSet, pipeline: TransformPipeline, order: [Int], batchSize: Int, seed: UInt64, epoch: Int,
        training: Bool
    ) {
        self.examples = examples
        self.pipeline = pipeline
        self.order = order
        self.batchSize = batchSize
        self.seed = seed
        self.epoch = epoch
        self.training = training
    }

    /// Fills the buffers with a batch. Batches must be asked for in ascending order; some may be left out.
    mutating func make(_ number: Int, into buffers: BatchBuffers) throws {
        let start = number * batchSize
        let end = min(start + batchSize, order.count)
        if training, pipeline.augments { countVisits(start: start, end: end) }
        try buffers.fill(
            from: examples, positions: order[start..<end], repetitions: repetitions, pipeline: pipeline,
            training: training, seed: seed, epoch: epoch, number: number)
    }

    private mutating func countVisits(start: Int, end: Int) {
        if visits.isEmpty { visits = [Int32](repeating: 0, count: examples.count) }
        repetitions.removeAll(keepingCapacity: true)
        for index in counted..<end {
            let position = order[index]
            if index >= start { repetitions.append(Int(visits[position])) }
            visits[position] += 1
        }
        counted = end
    }
}
