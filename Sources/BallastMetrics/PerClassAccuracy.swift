import BallastCore

/// For each class, the share of its examples predicted as such (its recall), in 0...1.
///
/// A class without examples has no value. Undefined for no examples at all.
public struct PerClassAccuracy: Metric {
    public static let name = "per_class_accuracy"
    public static let summary = "For each class, the share of its examples that is predicted right."
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
        let counts = ConfusionCounts(predictions, threshold: threshold)
        guard counts.total > 0 else { return .noExamples }
        return .perClass((0..<counts.classCount).map(counts.recall))
    }
}
