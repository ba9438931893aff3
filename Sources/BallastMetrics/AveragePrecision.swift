import BallastCore

/// Average precision: Σ (R_n − R_{n−1})·P_n over the thresholds from the highest score down, in 0...1; chance is the
/// share of positive examples.
///
/// With two classes that of the positive class's probability; with more the mean over all K classes of each against the
/// rest. Equal scores are one threshold; nothing is interpolated. A class without examples counts as 0, as in
/// scikit-learn's `average_precision_score`, which it equals. Undefined for no examples and for a NaN.
public struct AveragePrecision: Metric {
    public static let name = "average_precision"
    public static let summary = "Mean precision over the recalls reached, without interpolation."

    public struct Config: ComponentConfig {
        public init() {}
    }

    public init(config: Config, context: MetricContext) throws {}

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .noExamples }
        let labels = predictions.classCount == 2 ? [predictions.positiveClass] : Array(0..<predictions.classCount)
        var sum = 0.0
        for label in labels {
            guard let precision = RankedScores(predictions, of: label)?.averagePrecision else { return .notANumber }
            sum += precision
        }
        return .scalar(sum / Double(labels.count))
    }
}
