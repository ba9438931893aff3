import BallastCore

/// The share of examples whose predicted class is right: correct / N, in 0...1.
///
/// Undefined for no examples. Equals scikit-learn's `accuracy_score`.
public struct Accuracy: Metric {
    public static let name = "accuracy"
    public static let summary = "Share of examples whose predicted class is right."
    public static let readsProbabilities = false

    public typealias Config = DecisionConfig

    private let threshold: Double?

    /// - Throws: `ConfigError` if a threshold is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.threshold)
        threshold = config.threshold
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        MetricValue(ConfusionCounts(predictions, threshold: threshold).accuracy)
    }
}
