import BallastCore

/// The mean of the classes' recalls, in 0...1: accuracy as if all classes had the same number of examples.
///
/// The mean is over the C classes that have examples. `adjusted` moves chance to 0 and keeps 1: (B − 1/C) / (1 − 1/C),
/// which is undefined for examples of one class (scikit-learn: −∞ or NaN). Undefined for no examples. Equals
/// scikit-learn's `balanced_accuracy_score`.
public struct BalancedAccuracy: Metric {
    public static let name = "balanced_accuracy"
    public static let summary = "Mean of the recalls of the classes that have examples."
    public static let paper: String? =
        "Brodersen et al., The Balanced Accuracy and Its Posterior Distribution, ICPR 2010, doi:10.1109/ICPR.2010.764"
    public static let readsProbabilities = false

    public struct Config: ComponentConfig {
        @SettingGroup public var decision = DecisionConfig()
        @Setting("Whether chance is 0 instead of one over the number of classes.") public var adjusted = false

        public init() {}
    }

    private let threshold: Double?
    private let isAdjusted: Bool

    /// - Throws: `ConfigError` if a threshold is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.decision.threshold)
        threshold = config.decision.threshold
        isAdjusted = config.adjusted
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions, threshold: threshold)
        let recalls = (0..<counts.classCount).compactMap(counts.recall)
        guard !recalls.isEmpty else { return .noExamples }
        guard isAdjusted else { return .scalar(recalls.mean) }
        guard recalls.count > 1 else { return .undefined("there are examples of one class only") }
        let chance = 1 / Double(recalls.count)
        return .scalar((recalls.mean - chance) / (1 - chance))
    }
}
