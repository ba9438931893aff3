import BallastCore

/// The threshold with the largest recall among those at which precision is at least `precision`; among equals the
/// highest. Undefined where precision is nowhere as high.
public struct FixedPrecisionThreshold: ThresholdRule {
    public static let name = "fixed_precision"
    public static let summary = "The threshold with the largest recall at which precision is high enough."

    public struct Config: ComponentConfig {
        @Setting("Least precision.", range: .above(0, through: 1)) public var precision = 0.9

        public init() {}
    }

    private let precision: Double

    public init(config: Config) throws {
        precision = config.precision
    }

    public func callAsFunction(_ predictions: Predictions) -> ThresholdChoice {
        .choosing(on: predictions, otherwise: "precision is nowhere \(precision)") { ranking in
            ranking.bestRecall(atPrecision: precision).map { ($0.threshold, $0.recall) }
        }
    }
}
