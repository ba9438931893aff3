import BallastCore

/// The share of examples whose predicted class is wrong: 1 − accuracy, in 0...1; what long-tailed recognition reports.
///
/// Undefined for no examples.
public struct ErrorRate: Metric {
    public static let name = "error_rate"
    public static let summary = "Share of examples whose predicted class is wrong."
    public static let readsProbabilities = false

    public typealias Config = DecisionConfig

    private let threshold: Double?

    /// - Throws: `ConfigError` if a threshold is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.threshold)
        threshold = config.threshold
    }

    public var direction: MetricDirection { .lowerIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions, threshold: threshold)
        guard counts.total > 0 else { return .noExamples }
        return .scalar(Double(counts.total - counts.correct) / Double(counts.total))
    }
}
