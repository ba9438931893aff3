import BallastCore

/// Matthews' correlation coefficient between labels and decisions, in −1...1; 0 is chance, 1 perfect.
///
/// With t_k examples of class k, p_k predicted as k, c right of N: (cN − Σ t_k p_k) / √((N² − Σ t_k²)(N² − Σ p_k²)).
/// 0 where all examples or all predictions are of one class, as in scikit-learn's `matthews_corrcoef`, which it equals.
/// Undefined for no examples.
///
/// Source: Gorodkin, Computational Biology and Chemistry 28, 2004 (any number of classes).
public struct MatthewsCorrelation: Metric {
    public static let name = "mcc"
    public static let summary = "Correlation of labels and decisions, from -1 to 1, 0 being chance."
    public static let paper: String? =
        "Gorodkin, Comparing Two K-Category Assignments by a K-Category Correlation Coefficient, 2004, "
        + "doi:10.1016/j.compbiolchem.2004.09.006"
    public static let readsProbabilities = false

    public typealias Config = DecisionConfig

    private let threshold: Double?

    /// - Throws: `ConfigError` if a threshold is set with more than two classes.
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.threshold)
        threshold = config.threshold
    }

    public var direction: MetricDirection { .higherIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions, threshold: threshold)
        guard counts.total > 0 else { return .noExamples }
        // In doubles: exact up to 9·10⁷ examples, and without overflow beyond.
        let total = Double(counts.total)
        func products(_ left: [Int], _ right: [Int]) -> Double {
            zip(left, right).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let both = Double(counts.correct) * total - products(counts.supports, counts.predictedCounts)
        let labels = total * total - products(counts.supports, counts.supports)
        let decisions = total * total - products(counts.predictedCounts, counts.predictedCounts)
        guard labels > 0, decisions > 0 else { return .scalar(0) }
        return .scalar(both / (labels * decisions).squareRoot())
    }
}
