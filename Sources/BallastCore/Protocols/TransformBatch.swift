public import BallastTensor

/// A batch in host memory while transforms work on it.
public struct TransformBatch {
    /// The values of all examples, row-major [N, …]; to be changed in place.
    public let values: UnsafeMutableBufferPointer<Float>
    /// The shape of one example.
    public let exampleShape: Shape
    /// The class of every example, [N].
    public let labels: UnsafeBufferPointer<Int32>
    /// Set by a transform that mixes examples: the loss becomes `weight`·L(labels) + (1 − `weight`)·L(other labels).
    public private(set) var mixWeight: Float?
    /// The classes mixed in, [N]; meaningful once `mix(weight:partners:)` has been called.
    private let mixedLabels: UnsafeMutableBufferPointer<Int32>
    /// Which numbers the examples' generators give.
    private let keys: UnsafeBufferPointer<ExampleKey>
    private let seed: UInt64
    private let epoch: Int
    private let number: Int
    private var lane: UInt8 = 0

    /// What makes the random numbers of an example its own.
    package struct ExampleKey {
        /// The row in the dataset's split.
        package var row: Int
        /// How often this row came before in this epoch, so that a sampler's repeats are not the same image again.
        package var repetition: Int

        package init(row: Int, repetition: Int) {
            self.row = row
            self.repetition = repetition
        }
    }

    /// - Precondition: the buffers have N · (elements of an example), N, N and N elements.
    package init(
        values: UnsafeMutableBufferPointer<Float>, exampleShape: Shape, labels: UnsafeBufferPointer<Int32>,
        mixedLabels: UnsafeMutableBufferPointer<Int32>, keys: UnsafeBufferPointer<ExampleKey>, seed: UInt64,
        epoch: Int, number: Int
    ) {
        self.values = values
        self.exampleShape = exampleShape
        self.labels = labels
        self.mixedLabels = mixedLabels
        self.keys = keys
        self.seed = seed
        self.epoch = epoch
        self.number = number
    }

    /// The number of examples N.
    public var count: Int { labels.count }
    /// The number of values of an example.
    public var valuesPerExample: Int { values.count / max(count, 1) }

    /// The values of one example.
    public func example(_ index: Int) -> UnsafeMutableBufferPointer<Float> {
        let width = valuesPerExample
        return UnsafeMutableBufferPointer(rebasing: values[index * width..<(index + 1) * width])
    }

    /// The generator of one example in this transform: a function of seed, epoch and row, and of how often the row came
    /// before in the epoch.
    public func random(forExample index: Int) -> CounterRandom {
        let key = keys[index]
        return CounterRandom(seed: seed, epoch: epoch, index: key.row | key.repetition << 32, lane: lane)
    }

    /// The generator of the whole batch in this transform: a function of seed, epoch and the batch's number.
    public var random: CounterRandom {
        CounterRandom(seed: seed, epoch: epoch, index: number, lane: lane | 0x80)
    }

    /// The most transforms a run can have, as each has random numbers of its own.
    package static let maximumTransforms = 128

    /// Makes the generators those of the transform at this position.
    package mutating func enter(transform: Int) {
        require(transform < Self.maximumTransforms, "more transforms than random lanes")
        lane = UInt8(transform)
    }

    /// Declares that example i now is `weight`·(what it was) + (1 − `weight`)·(example `partners[i]`).
    ///
    /// - Precondition: there are N partners, and the batch has not been mixed before.
    public mutating func mix(weight: Float, partners: UnsafeBufferPointer<Int32>) {
        require(mixWeight == nil, "a batch can be mixed once")
        require(partners.count == count, "\(partners.count) partners for \(count) examples")
        mixWeight = weight
        for index in 0..<count { mixedLabels[index] = labels[Int(partners[index])] }
    }
}
