public import BallastCore

/// Weights stated in the configuration, used as they are.
public struct ListedWeights: Weighting {
    public static let name = "list"
    public static let summary = "Class weights as listed, without normalisation."

    public static var example: ConfigNode { .section(["weights": .list([.number(0.5), .number(1), .number(2)])]) }

    public struct Config: ComponentConfig {
        @Setting("Weight of each class, in the order of the classes.", range: 0...)
        public var weights: [Double]

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(weights.contains { $0 > 0 }, "weights", "needs a weight above 0")
        }
    }

    public let weights: [Double]?

    /// - Throws: `ConfigError` unless there is one weight per class.
    public init(config: Config, context: WeightingContext) throws {
        let (count, classes) = (config.weights.count, context.classCounts.count)
        guard count == classes else {
            throw ConfigError(
                key: "weights", "has \(count) value\(count == 1 ? "" : "s"), but the data set has \(classes) classes")
        }
        weights = config.weights
    }
}
