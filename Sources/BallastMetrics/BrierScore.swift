import BallastCore

/// The Brier score: the mean squared distance of the probabilities from the truth; 0 is perfect.
///
/// With two classes the mean of (y − p)² of the positive class, in 0...1; with more the mean of Σ_k (y_k − p_k)², in 0...2.
/// Rows need not sum to 1. Undefined for no examples, and where a probability is NaN or outside 0...1. Equals
/// scikit-learn's `brier_score_loss` on float64.
///
/// Source: Brier, Monthly Weather Review 78, 1950.
public struct BrierScore: Metric {
    public static let name = "brier_score"
    public static let summary = "Mean squared distance of the probabilities from the truth."
    public static let paper: String? =
        "Brier, Verification of Forecasts Expressed in Terms of Probability, 1950, "
        + "doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2"

    public struct Config: ComponentConfig {
        public init() {}
    }

    public init(config: Config, context: MetricContext) throws {}

    public var direction: MetricDirection { .lowerIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        guard predictions.count > 0 else { return .noExamples }
        guard predictions.areProbabilities else { return .outsideUnitInterval }
        let classCount = predictions.classCount
        let labels = predictions.labels
        let sum = predictions.probabilities.withUnsafeBufferPointer { probabilities in
            var sum = CompensatedSum()
            for (row, label) in labels.enumerated() {
                for column in 0..<classCount {
                    let distance = probabilities[row * classCount + column] - (column == label ? 1 : 0)
                    sum += distance * distance
                }
            }
            return sum.value
        }
        // Of two classes each says the same.
        return .scalar(sum / Double(predictions.count) / (classCount == 2 ? 2 : 1))
    }
}
