public import BallastCore

/// Whether a schedule changes the rate from epoch to epoch or from step to step.
public enum ScheduleUnit: String, ConfigEnum {
    case epoch
    case step
}

/// A linear rise to the optimizer's rate, and that rate from then on.
///
/// Over W epochs of S steps the factor is (e + 1)/W in epoch e, or t/(W·S) at step t, which starts from 0.
/// Usually the first part of a ``SequenceSchedule``.
///
/// Goyal et al., arXiv:1706.02677, §2.2; per step as Cui et al. (CVPR 2019), per epoch as Cao et al. (NeurIPS 2019).
public struct WarmupSchedule: Schedule {
    public struct Config: ComponentConfig {
        @Setting("Epochs of the rise; null: the whole length of the schedule.", range: 1...) public var epochs: Int?
        @Setting("Whether the rate rises from epoch to epoch or from step to step.")
        public var per = ScheduleUnit.epoch

        public init() {}
    }

    public static let name = "warmup"
    public static let summary = "A linear rise to the optimizer's rate."
    public static let paper: String? = "Goyal et al.: Accurate, Large Minibatch SGD, 2017, arXiv:1706.02677"

    private let warmup: LinearWarmup

    public init(config: Config, context: ScheduleContext) {
        warmup = LinearWarmup(
            epochs: config.epochs ?? context.epochs, unit: config.per, stepsPerEpoch: context.stepsPerEpoch)
    }

    public func factor(at position: TrainingPosition) -> Double { warmup.factor(at: position) ?? 1 }
}

/// The rise that several schedules begin with.
struct LinearWarmup {
    let epochs: Int
    let unit: ScheduleUnit
    let stepsPerEpoch: Int

    /// The factor during the rise; nil after it.
    func factor(at position: TrainingPosition) -> Double? {
        switch unit {
        case .epoch:
            position.epoch < epochs ? Double(position.epoch + 1) / Double(epochs) : nil
        case .step:
            position.step < epochs * stepsPerEpoch ? Double(position.step) / Double(epochs * stepsPerEpoch) : nil
        }
    }
}
