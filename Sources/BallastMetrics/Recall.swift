import BallastCore

/// Recall = TP / (TP + FN): of the examples of a class, the share predicted as such, in 0...1.
///
/// Averages are those of ``ClassAverage``; a class without examples counts as 0 (`balanced_accuracy` leaves it out).
/// Undefined for no examples. Equals scikit-learn's `recall_score` with `zero_division=0`.
public struct Recall: Metric {
    public static let name = "recall"
    public static let summary =
        "Of the examples of a class, the share predicted as such; of the positive class or averaged."
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
            counts, positiveClass: predictions.positiveClass, micro: counts.accuracy, rate: counts.recall(of:))
    }
}
