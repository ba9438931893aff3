import BallastCore

/// Cohen's κ, the agreement of labels and decisions beyond chance: 1 − Σ w·n / Σ w·e, at most 1; 0 is chance.
///
/// n are the confusion counts, e_ij = t_i p_j / N those expected from the class frequencies alone, and w_ij what taking
/// class i for class j weighs: 1 for any two different classes (`none`), |i − j| (`linear`) or (i − j)² (`quadratic`) for
/// classes in an order. Undefined for no examples, and where all labels and decisions are of one class (0/0; NaN in
/// scikit-learn). Equals scikit-learn's `cohen_kappa_score` with labels 0..<K.
///
/// Source: Cohen, Educational and Psychological Measurement 20, 1960; weights: Psychological Bulletin 70, 1968.
public struct CohenKappa: Metric {
    public static let name = "cohen_kappa"
    public static let summary = "Agreement of labels and decisions beyond chance, 0 being chance and 1 perfect."
    public static let paper: String? =
        "Cohen, A Coefficient of Agreement for Nominal Scales, 1960, doi:10.1177/001316446002000104"
    public static let readsProbabilities = false

    /// What taking one class for another weighs.
    public enum Weights: String, ConfigEnum {
        case none, linear, quadratic

        func callAsFunction(_ label: Int, _ predicted: Int) -> Double {
            let distance = Double(abs(label - predicted))
            return switch self {
            case .none: distance == 0 ? 0 : 1
            case .linear: distance
            case .quadratic: distance * distance
            }
        }
    }

    public struct Config: ComponentConfig {
        @SettingGroup public var decision = DecisionConfig()
        @Setting("What taking class i for class j weighs: 1, |i - j| or its square.")
        public var weights: Weights = .none

        public init() {}
    }

    private let weights: Weights
    private let threshold: Double?

    /// - Throws: `ConfigError` if a threshold is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.decision.threshold)
        threshold = config.decision.threshold
        weights = config.weights
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions, threshold: threshold)
        guard counts.total > 0 else { return .noExamples }
        var observed = 0.0
        var expected = 0.0
        for (label, row) in counts.matrix.enumerated() {
            for (predicted, count) in row.enumerated() where label != predicted {
                let weight = weights(label, predicted)
                observed += weight * Double(count)
                expected += weight * Double(counts.supports[label]) * Double(counts.predictedCounts[predicted])
            }
        }
        guard expected > 0 else { return .undefined("all labels and decisions are of one class") }
        return .scalar(1 - observed / (expected / Double(counts.total)))
    }
}
