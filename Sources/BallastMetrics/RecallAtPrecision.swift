import BallastCore

/// The largest recall that a threshold reaches at which precision is at least `precision`, in 0...1; 0 if none does.
///
/// With two classes the positive class's; with more the mean over the classes that have examples, each against the rest
/// with a threshold of its own. Undefined for no examples, with two classes for no positive example, and for a NaN.
public struct RecallAtPrecision: Metric {
    public static let name = "recall_at_precision"
    public static let summary = "Largest recall among the thresholds at which precision is high enough."

    public struct Config: ComponentConfig {
        @Setting("Least precision.", range: .above(0, through: 1)) public var precision = 0.9

        public init() {}
    }

    private let precision: Double
    private let context: MetricContext

    public init(config: Config, context: MetricContext) throws {
        precision = config.precision
        self.context = context
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .noExamples }
        var recalls: [Double] = []
        let isOrdered = predictions.forEachRanking { _, ranking in
            guard ranking.positiveCount > 0 else { return }
            recalls.append(ranking.bestRecall(atPrecision: precision)?.recall ?? 0)
        }
        guard isOrdered else { return .notANumber }
        guard !recalls.isEmpty else {
            return .undefined("no examples of class \(context.name(of: predictions.positiveClass))")
        }
        return .scalar(recalls.mean)
    }
}
