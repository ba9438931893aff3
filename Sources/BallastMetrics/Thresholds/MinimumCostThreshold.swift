import BallastCore

/// The threshold with the smallest mean cost of decisions, the highest among equals.
///
/// Predicting nothing positive is a choice too: the threshold is then the next number above the highest probability.
///
/// Source: Elkan, IJCAI 2001.
public struct MinimumCostThreshold: ThresholdRule {
    public static let name = "minimum_cost"
    public static let summary = "The threshold with the smallest mean cost of wrong decisions."
    public static let paper: String? = "Elkan, The Foundations of Cost-Sensitive Learning, IJCAI 2001"

    public struct Config: ComponentConfig {
        @Setting("Cost of predicting the positive class wrongly.", range: 0...) public var falsePositive = 1.0
        @Setting("Cost of missing an example of the positive class.", range: 0...) public var falseNegative = 1.0

        public init() {}
    }

    private let falsePositive: Double
    private let falseNegative: Double

    public init(config: Config) throws {
        falsePositive = config.falsePositive
        falseNegative = config.falseNegative
    }

    public func callAsFunction(_ predictions: Predictions) -> ThresholdChoice {
        .choosing(on: predictions) { ranking in
            ranking.minimumCost(falsePositive: falsePositive, falseNegative: falseNegative)
                .map { ($0.threshold, $0.cost) }
        }
    }
}
