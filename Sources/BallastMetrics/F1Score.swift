import BallastCore

/// F1 = 2TP / (2TP + FP + FN), the harmonic mean of precision and recall, in 0...1.
///
/// Averages are those of ``ClassAverage``; a class without any of the three counts as 0. Undefined for no examples.
/// Equals scikit-learn's `f1_score` with `zero_division=0`.
public struct F1Score: Metric {
    public static let name = "f1"
    public static let summary = "Harmonic mean of precision and recall, of the positive class or averaged over classes."
    public static let readsProbabilities = false

    public typealias Config = ClassDecisionConfig

    private let average: ClassAverage
    private let threshold: Double?

    /// - Throws: `ConfigError` if a threshold or `binary` is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.threshold)
        average = try ClassAverage.resolve(config.average, context: context)
        threshold = config.threshold
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions, threshold: threshold)
        return average(
            counts, positiveClass: predictions.positiveClass, micro: counts.accuracy, rate: counts.f1(of:))
    }
}
