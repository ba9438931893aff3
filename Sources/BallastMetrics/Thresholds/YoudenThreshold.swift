import BallastCore

/// The threshold with the largest J = true positive rate − false positive rate, the highest among equals: the point of
/// the receiver operating characteristic farthest above chance.
///
/// Source: Youden, Cancer 3, 1950.
public struct YoudenThreshold: ThresholdRule {
    public static let name = "youden"
    public static let summary = "The threshold with the largest difference of true and false positive rates."
    public static let paper: String? =
        "Youden, Index for Rating Diagnostic Tests, Cancer 3, 1950, "
        + "doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3"

    public struct Config: ComponentConfig {
        public init() {}
    }

    public init(config: Config) throws {}

    public func callAsFunction(_ predictions: Predictions) -> ThresholdChoice {
        .choosing(on: predictions) { ranking in ranking.bestYouden.map { ($0.threshold, $0.index) } }
    }
}
