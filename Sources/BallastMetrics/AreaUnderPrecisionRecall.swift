import BallastCore

/// The area under the precision-recall curve by trapezoids, in 0...1.
///
/// Lines between points are optimistic, since precision is not linear in recall; `average_precision` does without them
/// and is the better summary. With two classes that of the positive class's probability; with more each class against
/// the rest, averaged over all K classes as ``ScoreAverage`` says. A class without examples counts as 0.5, the line from
/// precision 1 to precision 0, as in scikit-learn's `auc(recall, precision)`, which it equals. Undefined for no examples
/// and for a NaN.
///
/// Source: Davis and Goadrich, ICML 2006 (on the interpolation).
public struct AreaUnderPrecisionRecall: Metric {
    public static let name = "auc_pr"
    public static let summary = "Area under the precision-recall curve, points joined by lines."
    public static let paper: String? =
        "Davis and Goadrich, The Relationship Between Precision-Recall and ROC Curves, ICML 2006, "
        + "doi:10.1145/1143844.1143874"

    public typealias Config = ScoreAverageConfig

    private let average: ScoreAverage

    public init(config: Config, context: MetricContext) throws {
        average = config.average
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        average(predictions) { $0.areaUnderPrecisionRecall }
    }
}
