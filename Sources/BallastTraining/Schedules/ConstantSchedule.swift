public import BallastCore

/// The optimizer's rate throughout: factor 1.
public struct ConstantSchedule: Schedule {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "constant"
    public static let summary = "The optimizer's rate, unchanged."

    public init(config: Config, context: ScheduleContext) {}

    public func factor(at position: TrainingPosition) -> Double { 1 }
}
