public import BallastCore

/// A linear warm-up, then fixed factors from given epochs on: the protocol of long-tailed CIFAR.
///
/// While warming up as ``WarmupSchedule``; then 1 before the first milestone, and from each milestone (an epoch counted
/// from 0) on the factor that stands beside it. Factors are absolute: 0.01 at 160 and 0.0001 at 180 are hundredths and
/// ten-thousandths of the optimizer's rate.
public struct MultiStepSchedule: Schedule {
    public struct Config: ComponentConfig {
        @Setting("Epochs, from 0 and ascending, from which the factors apply.", range: 1...) public var milestones:
            [Int]
        @Setting("Factors on the optimizer's rate, one per milestone.", range: 0...) public var factors: [Double]
        @Setting("Epochs of linear warm-up; 0 for none.", range: 0...) public var warmupEpochs = 0
        @Setting("Whether the warm-up rises from epoch to epoch or from step to step.")
        public var warmupPer = ScheduleUnit.epoch

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(milestones.isStrictlyAscending, "milestones", "must ascend")
            check.require(
                factors.count == milestones.count, "factors",
                "has \(factors.count) values for \(milestones.count) milestones", with: "milestones")
            check.require(
                milestones.first.map { warmupEpochs <= $0 } ?? true, "warmup_epochs",
                "must end by the first milestone", with: "milestones")
        }
    }

    public static let name = "multi_step"
    public static let summary = "Linear warm-up, then given factors from given epochs on."
    public static let paper: String? =
        "Cui et al., CVPR 2019, arXiv:1901.05555 (per step); Cao et al., NeurIPS 2019, arXiv:1906.07413 (per epoch)"
    public static var example: ConfigNode {
        .section(["milestones": .list([.integer(1)]), "factors": .list([.number(0.1)])])
    }

    private let config: Config
    private let warmup: LinearWarmup

    public init(config: Config, context: ScheduleContext) {
        self.config = config
        warmup = LinearWarmup(
            epochs: config.warmupEpochs, unit: config.warmupPer, stepsPerEpoch: context.stepsPerEpoch)
    }

    public func factor(at position: TrainingPosition) -> Double {
        if let rising = warmup.factor(at: position) { return rising }
        let reached = config.milestones.count { $0 <= position.epoch }
        return reached == 0 ? 1 : config.factors[reached - 1]
    }
}

extension [Int] {
    var isStrictlyAscending: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
