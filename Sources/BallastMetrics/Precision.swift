import BallastCore

/// Precision = TP / (TP + FP): of the examples predicted as a class, the share that is, in 0...1.
///
/// Averages are those of ``ClassAverage``; a class that is never predicted counts as 0. Undefined for no examples. Equals
/// scikit-learn's `precision_score` with `zero_division=0`.
public struct Precision: Metric {
    public static let name = "precision"
    public static let summary =
        "Of the examples predicted as a class, the share that is; of the positive class or averaged."
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
            counts, positiveClass: predictions.positiveClass, micro: counts.accuracy, rate: counts.precision(of:))
    }
}
