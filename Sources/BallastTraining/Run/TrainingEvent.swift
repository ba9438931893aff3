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
