public import BallastCore
internal import Foundation

/// Half a cosine from the optimizer's rate down to a share of it.
///
/// factor(t) = m + (1 − m)(1 + cos(πt/T))/2, with m the smallest factor, t the epoch or step and T the number of epochs or
/// steps of the schedule; from T on it is m. Loshchilov and Hutter's equation 5 without restarts.
public struct CosineSchedule: Schedule {
    public struct Config: ComponentConfig {
        @Setting("Factor at the end.", range: 0...1) public var minimumFactor = 0.0
        @Setting("Whether the rate falls from epoch to epoch or from step to step.") public var per = ScheduleUnit.epoch

        public init() {}
    }

    public static let name = "cosine"
    public static let summary = "Half a cosine from the optimizer's rate to a share of it."
    public static let paper: String? = "Loshchilov, Hutter: SGDR, ICLR 2017, arXiv:1608.03983"

    private let config: Config
    private let context: ScheduleContext

    public init(config: Config, context: ScheduleContext) {
        self.config = config
        self.context = context
    }

    public func factor(at position: TrainingPosition) -> Double {
        let progress =
            switch config.per {
            case .epoch: Double(position.epoch) / Double(context.epochs)
            case .step: Double(position.step) / Double(context.epochs * context.stepsPerEpoch)
            }
        return config.minimumFactor + (1 - config.minimumFactor) * (1 + cos(.pi * min(progress, 1))) / 2
    }
}
