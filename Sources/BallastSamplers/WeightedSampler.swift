public import BallastCore

/// Rows drawn with replacement, each with a probability in proportion to the weight of its class.
///
/// A class of n rows and weight w has the share n·w / Σ n_k·w_k of an epoch on average: weights 1/n_k balance the classes,
/// equal weights give a bootstrap sample. Drawn as `RandomState.choice(N, length, p=w[labels] / sum)` from the stream
/// `sampler` in NumPy's dialect.
public struct WeightedSampler: Sampler {
    public struct Config: ComponentConfig {
        @Setting("Weight of each row of a class, one per class.", range: 0...1e9) public var weights: [Double]
        @Setting("Rows drawn in an epoch; null: as many as there are training rows.", range: 1...)
        public var length: Int?

        public init() {}
    }

    public static let name = "weighted"
    public static let summary = "Rows drawn with replacement by the weight of their class."
    public static var example: ConfigNode { .section(["weights": .list([.number(1), .number(2), .number(3)])]) }

    private let probabilities: [Double]
    private let length: Int

    /// - Throws: `ConfigError` if there is not one weight per class, or all classes that have rows have weight 0.
    public init(config: Config, context: SamplerContext) throws {
        guard config.weights.count == context.classCount else {
            throw ConfigError(
                key: "weights",
                "has \(config.weights.count) values, but the data set has \(context.classCount) classes")
        }
        probabilities = context.labels.map { config.weights[Int($0)] }
        guard context.labels.isEmpty || probabilities.contains(where: { $0 > 0 }) else {
            throw ConfigError(key: "weights", "is 0 for every class that has rows")
        }
        length = context.labels.isEmpty ? 0 : config.length ?? context.labels.count
    }

    public func order(epoch: Int, random: RandomStreams) -> [Int] {
        random.numpy("sampler").choice(probabilities: probabilities, count: length)
    }
}
