public import BallastCore

/// No class weights: every example counts alike.
public struct NoWeighting: Weighting {
    public static let name = "none"
    public static let summary = "No class weights: every example counts alike."

    public struct Config: ComponentConfig {
        public init() {}
    }

    public let weights: [Double]? = nil

    public init(config: Config, context: WeightingContext) throws {}
}
