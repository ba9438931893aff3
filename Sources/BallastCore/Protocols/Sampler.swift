/// Chooses which training rows an epoch visits, and in which order.
///
/// A sampler sees the training split only; validation and test are never resampled. Before the first epoch it may put
/// another training set in the place of the training rows (``resample(_:seed:threads:)``); samplers whose whole point
/// that is are written as a ``Resampler``, and most others leave the rows as they are.
public protocol Sampler: Component {
    init(config: Config, context: SamplerContext) throws

    /// Makes the training set whose rows epochs visit; called once, before the first order. By default there is none
    /// but the training rows as they are.
    ///
    /// A function of the rows, the settings and the seed alone, so that a resumed run makes the same set again.
    mutating func resample(_ rows: FeatureTable, seed: UInt32, threads: Int) throws -> Resampling?

    /// The positions in the training set that epoch `epoch` (from 0) visits, in order; repeats allowed. Of an
    /// ``ObservingSampler`` those that it visits where nothing is known of the model.
    ///
    /// All randomness comes from `random`, whose state the checkpoint holds, so a resumed run draws the same order.
    func order(epoch: Int, random: RandomStreams) throws -> [Int]
}

extension Sampler {
    public mutating func resample(_ rows: FeatureTable, seed: UInt32, threads: Int) throws -> Resampling? { nil }
}

/// What a sampler is made from.
public struct SamplerContext: Sendable {
    /// The class of every training row.
    public let labels: [Int32]
    /// The name of every class, in the order of the labels.
    public let classNames: [String]
    /// The number of epochs of the run, for samplers that change over it.
    public let epochs: Int
    /// Rows in a training batch, for samplers that fill batches; nil if nobody knows.
    public let batchSize: Int?

    public init(labels: [Int32], classNames: [String], epochs: Int, batchSize: Int? = nil) {
        self.labels = labels
        self.classNames = classNames
        self.epochs = epochs
        self.batchSize = batchSize
    }

    /// A context whose classes are called by their numbers.
    public init(labels: [Int32], classCount: Int, epochs: Int, batchSize: Int? = nil) {
        self.init(
            labels: labels, classNames: (0..<classCount).map(String.init), epochs: epochs, batchSize: batchSize)
    }

    public var classCount: Int { classNames.count }

    /// The number of training rows of each class.
    public var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }

    /// The positions of the rows of each class, ascending.
    public var rowsByClass: [[Int]] {
        var rows = [[Int]](repeating: [], count: classCount)
        for (row, label) in labels.enumerated() { rows[Int(label)].append(row) }
        return rows
    }
}
