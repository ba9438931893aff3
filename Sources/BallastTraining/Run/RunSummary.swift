public import BallastCore

/// The result of a run: `summary.json`.
public struct RunSummary: Codable, Equatable, Sendable {
    public var name: String
    /// The names of the components that make the run what it is.
    public var loss: String
    public var model: String
    public var sampler: String
    public var weighting: String
    public var seed: Int
    /// Epochs trained.
    public var epochs: Int
    public var steps: Int
    /// The epoch, from 0, with the best monitored metric on validation, and that value.
    public var bestEpoch: Int?
    public var bestValue: Double?
    public var monitor: String
    /// Which weights were tested: `last` or `best`.
    public var selected: String
    /// Mean loss and metrics on validation of the tested weights; `threshold` if the run chooses one.
    public var validation: [String: MetricValue]
    /// Mean loss and metrics on test, computed once, of the tested weights, at the threshold chosen on validation.
    public var test: [String: MetricValue]
    /// The number of training examples of each class.
    public var classNames: [String]
    public var trainingCounts: [Int]
    /// What the sampler did to the training rows before the first epoch; nil if they are as they were.
    public var resampling: ResamplingRecord?
    /// The wall-clock time of all epochs, interruptions left out.
    public var seconds: Double
    /// Parameters of model and loss.
    public var parameterCount: Int
    /// Memory that tensors took from the system, at most.
    public var peakTensorBytes: Int
}
