import BallastCore

/// The mean of the classes' recalls, in 0...1: accuracy as if all classes had the same number of examples.
///
/// The mean is over the classes that have examples. Undefined for no examples. Equals scikit-learn's
/// `balanced_accuracy_score` (Brodersen et al., ICPR 2010).
public struct BalancedAccuracy: Metric {
    public static let name = "balanced_accuracy"
    public static let summary = "Mean of the recalls of the classes that have examples."
    public static let paper: String? =
        "Brodersen et al., The Balanced Accuracy and Its Posterior Distribution, ICPR 2010, doi:10.1109/ICPR.2010.764"

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
        let recalls = (0..<counts.classCount).compactMap(counts.recall)
        guard !recalls.isEmpty else { return .noExamples }
        return .scalar(recalls.reduce(0, +) / Double(recalls.count))
    }
}
