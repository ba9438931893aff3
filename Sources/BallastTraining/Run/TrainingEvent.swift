public import BallastCore

/// What a trainer tells those who listen.
public enum TrainingEvent: Sendable {
    /// The run starts, or goes on after `finishedEpochs`.
    case started(epochs: Int, stepsPerEpoch: Int, finishedEpochs: Int)
    /// The run computes in another number format than it asks for, and why.
    case precisionUnavailable(String)
    /// The training rows were resampled before the first epoch.
    case resampled(ResamplingRecord)
    case step(StepReport)
    /// The model was run on the validation rows: after an epoch, of which the record follows, and before the end with the
    /// weights that are tested.
    case validated(ValidationReport)
    case epoch(EpochRecord, isBest: Bool)
    /// A checkpoint was written.
    case saved(path: String)
    /// Training stopped before the last epoch because the monitored metric had not improved.
    case stoppedEarly(epoch: Int, bestEpoch: Int)
    case finished(RunSummary)
}

/// One finished optimizer step.
public struct StepReport: Sendable {
    /// The epoch, from 0.
    public let epoch: Int
    /// The step within the epoch, from 0.
    public let stepInEpoch: Int
    public let stepsPerEpoch: Int
    /// The mean loss over the epoch so far.
    public let loss: Double
    public let learningRate: Double
    /// Training examples a second over the epoch so far.
    public let examplesPerSecond: Double
}

/// What the model said of the validation rows.
public struct ValidationReport: Sendable {
    /// The epoch, from 0, after which the weights were as they are.
    public let epoch: Int
    /// True classes, [N].
    public let labels: [Int32]
    /// Class probabilities, row-major [N, K].
    public let probabilities: [Double]
    /// Features and logits of some of the rows, if the configuration's `log` asks for them.
    public let outputs: OutputSample?
}
