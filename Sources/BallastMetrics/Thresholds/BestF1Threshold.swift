import BallastCore

/// The threshold with the best F1 of the positive class, the lowest among equals.
///
/// F1 is 2·precision·recall / (precision + recall + 10⁻⁹), as programs that scan scikit-learn's `precision_recall_curve`
/// have it, so that the threshold is theirs.
///
/// Source: Lipton, Elkan and Naryanaswamy, ECML PKDD 2014.
public struct BestF1Threshold: ThresholdRule {
    public static let name = "best_f1"
    public static let summary = "The threshold with the best F1 of the positive class."
    public static let paper: String? =
        "Lipton, Elkan and Naryanaswamy, Optimal Thresholding of Classifiers to Maximize F1 Measure, ECML PKDD 2014, "
        + "arXiv:1402.1892"

    public struct Config: ComponentConfig {
        public init() {}
    }

    public init(config: Config) throws {}

    public func callAsFunction(_ predictions: Predictions) -> ThresholdChoice {
        .choosing(on: predictions) { ranking in ranking.bestF1.map { ($0.threshold, $0.f1) } }
    }
}
