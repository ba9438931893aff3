import BallastCore

/// Average precision: Σ (R_n − R_{n−1})·P_n over the thresholds from the highest score down, in 0...1; chance is the
/// share of positive examples.
///
/// With two classes that of the positive class's probability; with more each class against the rest, averaged over all K
/// classes as ``ScoreAverage`` says. Equal scores are one threshold; nothing is interpolated. A class without examples
/// counts as 0, as in scikit-learn's `average_precision_score`, which it equals. Undefined for no examples and for a NaN.
public struct AveragePrecision: Metric {
    public static let name = "average_precision"
    public static let summary = "Mean precision over the recalls reached, without interpolation."

    public typealias Config = ScoreAverageConfig

    private let average: ScoreAverage

    public init(config: Config, context: MetricContext) throws {
        average = config.average
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        average(predictions) { $0.averagePrecision }
    }
}
