/// Chooses which training rows an epoch visits, and in which order.
///
/// A sampler sees training labels only; validation and test are never resampled.
public protocol Sampler: Component {
    init(config: Config, context: SamplerContext) throws

    /// The positions in the training split that epoch `epoch` (from 0) visits, in order; repeats allowed.
    ///
    /// All randomness comes from `random`, whose state the checkpoint holds, so a resumed run draws the same order.
    func order(epoch: Int, random: RandomStreams) throws -> [Int]
}

/// What a sampler is made from.
public struct SamplerContext: Sendable {
    /// The class of every training row.
    public let labels: [Int32]
    public let classCount: Int
    /// The number of epochs of the run, for samplers that change over it.
    public let epochs: Int

    public init(labels: [Int32], classCount: Int, epochs: Int) {
        self.labels = labels
        self.classCount = classCount
        self.epochs = epochs
    }

    /// The number of training rows of each class.
    public var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }
}
