public import BallastCore

/// What is known of one epoch: a line of `metrics.jsonl`.
public struct EpochRecord: Codable, Equatable, Sendable {
    /// The epoch, from 0.
    public var epoch: Int
    /// Optimizer steps finished since the run began.
    public var step: Int
    /// The learning rate of the epoch's last step.
    public var learningRate: Double
    /// The mean training loss over the epoch's examples, class weights included.
    public var loss: Double
    /// The mean of the batches' mean losses, a short last batch counting as a full one: what most training loops in Python
    /// print. Nil in records that are older than it.
    public var batchMeanLoss: Double?
    /// Means of the loss's named terms over the epoch's examples.
    public var terms: [String: Double]
    /// Metrics on validation, by name; empty in an epoch without validation.
    public var validation: [String: MetricValue]
    /// The wall-clock time of the epoch, validation included.
    public var seconds: Double
    /// Training examples a second, without validation.
    public var examplesPerSecond: Double

    /// The record without what differs from one run to the next of the same experiment.
    public var withoutTimes: EpochRecord {
        var copy = self
        copy.seconds = 0
        copy.examplesPerSecond = 0
        return copy
    }
}
