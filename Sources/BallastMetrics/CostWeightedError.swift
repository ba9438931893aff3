import BallastCore

/// The mean cost of the decisions: Σ_ij C_ij n_ij / N, where n_ij examples of class i were predicted as j; at least 0.
///
/// With two classes the costs are those of a false positive and of a false negative; with any number they can be a
/// matrix [K][K], true class by predicted class. Left out, every wrong decision costs 1, which makes it `error_rate`.
/// Undefined for no examples.
///
/// Source: Elkan, IJCAI 2001.
public struct CostWeightedError: Metric {
    public static let name = "cost_weighted_error"
    public static let summary = "Mean cost of the decisions, wrong ones costing as much as is set."
    public static let paper: String? = "Elkan, The Foundations of Cost-Sensitive Learning, IJCAI 2001"
    public static let readsProbabilities = false

    public struct Config: ComponentConfig {
        @SettingGroup public var decision = DecisionConfig()
        @Setting("With two classes: cost of predicting the positive class wrongly; left out: 1.", range: 0...)
        public var falsePositive: Double?
        @Setting("With two classes: cost of missing an example of the positive class; left out: 1.", range: 0...)
        public var falseNegative: Double?
        @Setting("Cost of each decision, a list per true class with a cost per predicted class.", range: 0...)
        public var costs: [[Double]]?

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(
                costs == nil || (falsePositive == nil && falseNegative == nil), "costs",
                "says what false_positive and false_negative say; set one or the other", with: "false_positive",
                "false_negative")
        }
    }

    private let costs: [[Double]]
    private let threshold: Double?

    /// - Throws: `ConfigError` if a threshold, or a cost of false positives or negatives, is set with more than two
    ///   classes, or the matrix of costs is not [K][K].
    public init(config: Config, context: MetricContext) throws {
        try context.checkThreshold(config.decision.threshold)
        threshold = config.decision.threshold
        let classCount = context.classCount
        if let costs = config.costs {
            guard costs.count == classCount, costs.allSatisfy({ $0.count == classCount }) else {
                throw ConfigError(
                    key: "costs",
                    "must be \(classCount) lists of \(classCount) costs, got lists of "
                        + costs.map { String($0.count) }.joined(separator: ", "))
            }
            self.costs = costs
            return
        }
        var costs = (0..<classCount).map { label in (0..<classCount).map { $0 == label ? 0.0 : 1.0 } }
        for (key, value) in [("false_positive", config.falsePositive), ("false_negative", config.falseNegative)] {
            guard let value else { continue }
            guard classCount == 2 else {
                throw ConfigError(key: key, "needs two classes, but the data set has \(classCount); set costs")
            }
            let positive = context.positiveClass
            if key == "false_positive" {
                costs[1 - positive][positive] = value
            } else {
                costs[positive][1 - positive] = value
            }
        }
        self.costs = costs
    }

    public var direction: MetricDirection { .lowerIsBetter }

    public func callAsFunction(_ predictions: Predictions) -> MetricValue {
        let counts = ConfusionCounts(predictions, threshold: threshold)
        guard counts.total > 0 else { return .noExamples }
        var sum = 0.0
        for (row, rowCosts) in zip(counts.matrix, costs) {
            for (count, cost) in zip(row, rowCosts) { sum += cost * Double(count) }
        }
        return .scalar(sum / Double(counts.total))
    }
}
