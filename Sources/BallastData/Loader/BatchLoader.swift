import BallastTensor

/// Makes the batches of one set of examples, epoch after epoch.
///
/// Large batches are prepared ahead of need on a thread of their own; small ones of tables, for which handing over would
/// take longer than the work, when they are asked for. Which it is changes nothing in the batches: they are a function
/// of seed, epoch and order.
public final class BatchLoader {
    public let examples: ExampleSet
    public let transforms: TransformPipeline
    public let options: Options
    private let seed: UInt64
    private let pool: BatchPool

    public struct Options: Equatable, Sendable {
        /// Examples in a batch, at least 1.
        public var batchSize: Int
        /// Leaves out the last batch if it is short.
        public var dropsLast: Bool
        public var preparation: Preparation

        public init(batchSize: Int, dropsLast: Bool = false, preparation: Preparation = .automatic) {
            require(batchSize >= 1, "a batch has one example at least")
            self.batchSize = batchSize
            self.dropsLast = dropsLast
            self.preparation = preparation
        }
    }

    /// When batches are prepared.
    public enum Preparation: Equatable, Sendable {
        /// As suits their size and where the examples are.
        case automatic
        /// When asked for, by the thread that asks.
        case onDemand
        /// By another thread, up to this many ahead of need.
        case ahead(Int)
    }

    /// - Parameters:
    ///   - examples: where batches are taken from.
    ///   - transforms: what examples go through on their way.
    ///   - options: the size of batches and how they are prepared.
    ///   - seed: the run's seed, for augmentation.
    public init(_ examples: ExampleSet, transforms: TransformPipeline = .identity, options: Options, seed: UInt64) {
        self.examples = examples
        self.transforms = transforms
        self.options = options
        self.seed = seed
        pool = BatchPool(capacity: options.batchSize, valuesPerExample: examples.valuesPerExample)
    }

    /// The number of batches for an order of so many examples.
    public func batchCount(exampleCount: Int) -> Int {
        let size = options.batchSize
        return options.dropsLast ? exampleCount / size : (exampleCount + size - 1) / size
    }

    /// The number of batch buffers made so far; it stays the same once an epoch has run.
    public var bufferCount: Int { pool.allocationCount }

    /// The batches of a training epoch.
    ///
    /// - Parameters:
    ///   - epoch: the number of the epoch, from 0; augmentation depends on it.
    ///   - order: positions in `examples`, as a sampler gives them; repeats allowed.
    ///   - firstBatch: where to start, for a run that is taken up again in mid-epoch.
    public func trainingBatches(epoch: Int, order: [Int], from firstBatch: Int = 0) -> BatchStream {
        stream(epoch: epoch, order: order, firstBatch: firstBatch, training: true)
    }

    /// All examples in their order, without augmentation; the last short batch is never left out.
    public func evaluationBatches() -> BatchStream {
        stream(epoch: 0, order: Array(0..<examples.count), firstBatch: 0, training: false)
    }

    private func stream(epoch: Int, order: [Int], firstBatch: Int, training: Bool) -> BatchStream {
        for position in order {
            require(
                position >= 0 && position < examples.count, "position \(position) of \(examples.count) examples")
        }
        let size = options.batchSize
        let count = training ? batchCount(exampleCount: order.count) : (order.count + size - 1) / size
        let maker = BatchMaker(
            examples: examples, pipeline: transforms, order: order, batchSize: size, seed: seed, epoch: epoch,
            training: training)
        return BatchStream(
            maker: maker, batches: min(firstBatch, count)..<count, pool: pool, ahead: preparedAhead)
    }

    /// How many batches are prepared ahead; 0 for none.
    private var preparedAhead: Int {
        switch options.preparation {
        case .onDemand: return 0
        case .ahead(let count): return max(count, 0)
        case .automatic:
            // Handing a batch from thread to thread takes about 10 µs; gathering 64 KiB from memory about as long.
            let bytes = options.batchSize * examples.valuesPerExample * MemoryLayout<Float>.stride
            return examples.isResident && bytes <= 1 << 16 ? 0 : 3
        }
    }
}
