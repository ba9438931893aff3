import BallastCore

/// F_β = (1 + β²)TP / ((1 + β²)TP + FP + β²FN), the harmonic mean of precision and recall in which recall counts β times
/// as much, in 0...1; β = 1 is `f1`.
///
/// Averages are those of ``ClassAverage``; a class without any of the three counts as 0. Undefined for no examples.
/// Equals scikit-learn's `fbeta_score` with `zero_division=0`.
///
/// Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7.
public struct FBetaScore: Metric {
    public static let name = "f_beta"
    public static let summary = "Harmonic mean of precision and recall, recall counting β times as much."
    public static let paper: String? = "van Rijsbergen, Information Retrieval, 2nd edition, Butterworths 1979"
    public static let readsProbabilities = false

    public struct Config: ComponentConfig {
        @SettingGroup public var decision = ClassDecisionConfig()
        @Setting("How many times as much as precision recall counts.", range: .above(0)) public var beta = 2.0

        public init() {}
    }

    private let average: ClassAverage
    private let threshold: Double?
    private let beta: Double

    /// - Throws: `ConfigError` if a threshold or `binary` is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.decision.threshold)
        average = try ClassAverage.resolve(config.decision.average, context: context)
        threshold = config.decision.threshold
        beta = config.beta
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions, threshold: threshold)
        return average(counts, positiveClass: predictions.positiveClass, micro: counts.accuracy) {
            counts.fBeta(of: $0, beta: beta)
        }
    }
}
