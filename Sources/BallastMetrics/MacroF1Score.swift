import BallastCore

/// The mean of the classes' F1 whatever their number, in 0...1: `f1` with `average: macro` under a name of its own, so
/// that a run can report both.
///
/// Undefined for no examples. Equals scikit-learn's `f1_score(average="macro", zero_division=0)`.
public struct MacroF1Score: Metric {
    public static let name = "macro_f1"
    public static let summary = "Mean of the F1 of the classes that occur among labels or predictions."
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
        return ClassAverage.macro(
            counts, positiveClass: predictions.positiveClass, micro: counts.accuracy, rate: counts.f1(of:))
    }
}
