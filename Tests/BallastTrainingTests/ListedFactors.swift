import Ballast

/// One factor a step, as given.
struct ListedFactors: Schedule {
    struct Config: ComponentConfig {
        @Setting("Factors.") var factors: [Double]

        init() {}
    }

    static let name = "listed"
    static let summary = "One factor a step, as given."

    private let factors: [Double]

    init(config: Config, context: ScheduleContext) { factors = config.factors }

    init(_ factors: [Double]) throws {
        var config = Config()
        config.factors = factors
        self.init(config: config, context: ScheduleContext(epochs: 1, stepsPerEpoch: factors.count))
    }

    func factor(at position: TrainingPosition) -> Double { factors[position.step] }
}
