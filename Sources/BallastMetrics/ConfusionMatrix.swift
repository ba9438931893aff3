import BallastCore

/// Counts of examples, true class by predicted class, [K][K]; all zeros for no examples.
///
/// Equals scikit-learn's `confusion_matrix` with labels 0..<K.
public struct ConfusionMatrix: Metric {
    public static let name = "confusion_matrix"
    public static let summary = "Counts of examples, true class by predicted class."
    public static let readsProbabilities = false

    public typealias Config = DecisionConfig

    private let threshold: Double?

    /// - Throws: `ConfigError` if a threshold is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.threshold)
        threshold = config.threshold
    }

    public var direction: MetricDirection { .none }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        .matrix(ConfusionCounts(predictions, threshold: threshold).matrix)
    }
}
