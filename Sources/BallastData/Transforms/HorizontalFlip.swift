public import BallastCore

/// Mirrors an image left to right with a given probability.
public struct HorizontalFlip: Transform {
    public struct Config: ComponentConfig {
        @Setting("Share of images that are mirrored.", range: 0...1) public var probability = 0.5

        public init() {}
    }

    public static let name = "horizontal_flip"
    public static let summary = "Mirrors an image left to right at random."

    public let stage = TransformStage.trainingOnly
    private let probability: Double
    private let width: Int

    /// - Throws: `ConfigError` if examples are not images.
    public init(config: Config, context: TransformContext) throws {
        width = try context.imageExtents(for: Self.name).width
        probability = config.probability
    }

    public func apply(to batch: inout TransformBatch) {
        for index in 0..<batch.count {
            var random = batch.random(forExample: index)
            guard random.bernoulli(probability) else { continue }
            let image = batch.example(index)
            guard let base = image.baseAddress else { return }
            for start in stride(from: 0, to: image.count, by: width) {
                let line = base + start
                for column in 0..<width / 2 {
                    let left = line[column]
                    line[column] = line[width - 1 - column]
                    line[width - 1 - column] = left
                }
            }
        }
    }
}
