/// The learning rate as a function of training progress.
public protocol Schedule: Component {
    init(config: Config, context: ScheduleContext) throws

    /// The factor on the optimizer's base rate at a position; finite and not negative.
    func factor(at position: TrainingPosition) -> Double
}

/// What a schedule is made from.
public struct ScheduleContext: Sendable {
    public let epochs: Int
    public let stepsPerEpoch: Int
    /// The schedules that one made of several can name.
    public let schedules: Registry<any Schedule, ScheduleContext>

    public init(
        epochs: Int, stepsPerEpoch: Int,
        schedules: Registry<any Schedule, ScheduleContext> = Registry(kind: "schedule")
    ) {
        self.epochs = epochs
        self.stepsPerEpoch = stepsPerEpoch
        self.schedules = schedules
    }
}

/// How far a run has come: the number of finished steps and the epoch in progress, both from 0.
public struct TrainingPosition: Equatable, Sendable {
    public let step: Int
    public let epoch: Int

    public init(step: Int, epoch: Int) {
        self.step = step
        self.epoch = epoch
    }
}
