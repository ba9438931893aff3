public import BallastCore

/// Schedules one after the other, each with its own count of epochs and steps from 0.
///
/// ```yaml
/// schedule:
///   type: sequence
///   schedules: [warmup, {type: cosine, minimum_factor: 0.001}]
///   boundaries: [5]
/// ```
/// Schedule i runs from boundary i − 1 (or 0) to boundary i (or the end of the run), which is its whole length: the cosine
/// above falls over all epochs but the first five, and milestones inside a sequence count from the schedule's own start.
public struct SequenceSchedule: Schedule {
    public struct Config: ComponentConfig {
        @Setting("The schedules, in order.", count: 1..., kind: "schedule") public var schedules: [ComponentReference]
        @Setting("Epochs, from 0 and ascending, at which the next schedule takes over.", range: 1...)
        public var boundaries: [Int]

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(boundaries.isStrictlyAscending, "boundaries", "must ascend")
            check.require(
                boundaries.count == schedules.count - 1, "boundaries",
                "has \(boundaries.count) values, but \(schedules.count) schedules have \(schedules.count - 1)",
                with: "schedules")
        }
    }

    public static let name = "sequence"
    public static let summary = "Schedules one after the other."
    public static var example: ConfigNode {
        .section(["schedules": .list([.string("constant"), .string("cosine")]), "boundaries": .list([.integer(1)])])
    }

    private struct Part {
        let start: Int
        let schedule: any Schedule
    }

    private let parts: [Part]
    private let stepsPerEpoch: Int

    /// - Throws: `ConfigError` if a boundary lies at or beyond the end of the run.
    public init(config: Config, context: ScheduleContext) throws {
        if let last = config.boundaries.last, last >= context.epochs {
            throw ConfigError(
                key: "boundaries", "reaches epoch \(last), but the schedule has \(context.epochs) epochs")
        }
        stepsPerEpoch = context.stepsPerEpoch
        let starts = [0] + config.boundaries
        let ends = config.boundaries + [context.epochs]
        parts = try config.schedules.indices.map { index in
            let part = ScheduleContext(
                epochs: ends[index] - starts[index], stepsPerEpoch: context.stepsPerEpoch,
                schedules: context.schedules)
            return Part(
                start: starts[index],
                schedule: try context.schedules.build(config.schedules[index], context: part))
        }
    }

    public func factor(at position: TrainingPosition) -> Double {
        // The first part starts at 0, so there always is one.
        let part = parts.last { $0.start <= position.epoch } ?? parts[0]
        return part.schedule.factor(
            at: TrainingPosition(
                step: position.step - part.start * stepsPerEpoch, epoch: position.epoch - part.start))
    }
}
