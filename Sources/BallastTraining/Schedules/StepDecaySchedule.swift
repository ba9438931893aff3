public import BallastCore
internal import Foundation

/// The rate multiplied by γ at each milestone, as PyTorch's `MultiStepLR`: the factor is γ^m in an epoch that m
/// milestones (epochs counted from 0) do not exceed.
public struct StepDecaySchedule: Schedule {
    public struct Config: ComponentConfig {
        @Setting("Epochs, from 0 and ascending, at which the rate falls.", range: 1...) public var milestones: [Int]
        @Setting("Factor on the rate at every milestone.", range: .above(0)) public var gamma = 0.1

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(milestones.isStrictlyAscending, "milestones", "must ascend")
        }
    }

    public static let name = "step_decay"
    public static let summary = "The rate multiplied by gamma at each of the given epochs."
    public static var example: ConfigNode { .section(["milestones": .list([.integer(1)])]) }

    private let config: Config

    public init(config: Config, context: ScheduleContext) { self.config = config }

    public func factor(at position: TrainingPosition) -> Double {
        pow(config.gamma, Double(config.milestones.count { $0 <= position.epoch }))
    }
}
