import BallastCore

/// How the value of a ranking of one class against the rest becomes one number with more than two classes.
public enum ScoreAverage: String, ConfigEnum {
    /// The plain mean over all classes.
    case macro
    /// The mean over all classes, each weighted by its number of examples.
    case weighted
    /// The value of one ranking of all N·K probabilities, those of the true classes being the positive ones.
    case micro
}

/// The settings of metrics that rank scores.
public struct ScoreAverageConfig: ComponentConfig {
    @Setting("With more than two classes: plain or weighted mean over classes, or all probabilities in one ranking.")
    public var average: ScoreAverage = .macro

    public init() {}
}

extension ScoreAverage {
    /// The average; with two classes the value of the positive class. Undefined for no examples and for a NaN.
    func callAsFunction(_ predictions: Predictions, value: (RankedScores) -> Double?) -> MetricValue {
        guard predictions.count > 0 else { return .noExamples }
        if self == .micro, predictions.classCount > 2 {
            guard let ranking = RankedScores(pooling: predictions) else { return .notANumber }
            return MetricValue(value(ranking))
        }
        var values: [Double] = []
        guard predictions.forEachRanking({ values.append(value($1) ?? 0) }) else { return .notANumber }
        guard self == .weighted, predictions.classCount > 2 else { return .scalar(values.mean) }
        let weights = predictions.classCounts.map(Double.init)
        return .scalar(zip(values, weights).map { $0 * $1 }.pairwiseSum / weights.pairwiseSum)
    }
}
