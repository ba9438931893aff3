public import BallastCore

/// Everything a run needs to go on bit for bit, or a model needs to be used.
public struct Checkpoint: Sendable {
    /// Finished epochs.
    public var epoch: Int
    /// Finished optimizer steps.
    public var step: Int
    /// Sums of the epoch in progress; no batches if the checkpoint was written between epochs.
    public var sums: EpochSums
    /// The resolved configuration, as YAML.
    public var config: String
    /// What the model was made for.
    public var task: TaskDescription
    /// Parameters and buffers by path.
    public var model: [String: TensorSnapshot]
    public var loss: [String: TensorSnapshot]
    /// The optimizer's state, by parameter and name of the state.
    public var optimizer: [String: TensorSnapshot]
    /// The random streams as the epoch in progress needs them: before its order is drawn, or behind that if ``order`` is
    /// given.
    public var random: RandomStreams.Snapshot
    /// Positions in the training examples that the epoch in progress visits, where the random streams alone do not give
    /// them again.
    public var order: [Int]?
    /// What the fitted transforms hold, by position, name and value.
    public var transforms: [String: [Double]]
    /// A record of every finished epoch.
    public var history: EpochHistory
    /// The best epoch on validation so far.
    public var best: BestEpoch?
}

extension Checkpoint {
    /// The last step that the weights have been through.
    var position: TrainingPosition {
        // In mid-epoch the epoch in progress, else the last that was finished.
        TrainingPosition(step: max(step - 1, 0), epoch: sums.batches > 0 ? epoch : max(epoch - 1, 0))
    }
}

/// The epoch with the best monitored metric on validation.
public struct BestEpoch: Codable, Equatable, Sendable {
    public var epoch: Int
    public var value: Double
}

/// What a model was made for: enough to make it again without its training data.
public struct TaskDescription: Codable, Equatable, Sendable {
    /// The name of the data set.
    public var dataset: String
    /// The data set's fingerprint.
    public var fingerprint: String
    /// The shape of one example after the transforms.
    public var inputShape: [Int]
    /// The shape of one example as stored.
    public var storedShape: [Int]
    public var classNames: [String]
    /// Examples of each class in the training split.
    public var trainingCounts: [Int]
    /// Examples of each class after resampling; nil if training rows are trained on as they are.
    public var resampledCounts: [Int]?
    public var positiveClass: Int
    /// Optimizer steps of the whole run.
    public var totalSteps: Int

    /// Examples of each class in the set that is trained on, by which losses and weightings balance classes.
    public var trainedCounts: [Int] { resampledCounts ?? trainingCounts }
}
