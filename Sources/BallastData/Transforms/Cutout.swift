public import BallastCore

/// Covers squares of an image with one value.
///
/// A square's centre is any pixel with equal probability, so a square may reach over the edge and cover less. Place it
/// after `image_normalise` to cover with the mean, as the paper does.
public struct Cutout: Transform {
    public struct Config: ComponentConfig {
        @Setting("Side of a square in pixels.", range: 1...) public var size = 16
        @Setting("Squares for each image.", range: 1...) public var count = 1
        @Setting("Value that covers.") public var fill = 0.0

        public init() {}
    }

    public static let name = "cutout"
    public static let summary = "Covers random squares of an image."
    public static let paper: String? =
        "DeVries and Taylor, Improved regularization of convolutional neural networks with cutout, 2017, arXiv:1708.04552"

    public let stage = TransformStage.trainingOnly
    private let config: Config
    private let channels: Int
    private let height: Int
    private let width: Int

    /// - Throws: `ConfigError` if examples are not images.
    public init(config: Config, context: TransformContext) throws {
        (channels, height, width) = try context.imageExtents(for: Self.name)
        self.config = config
    }

    public func apply(to batch: inout TransformBatch) {
        let before = config.size / 2
        let fill = Float(config.fill)
        for index in 0..<batch.count {
            var random = batch.random(forExample: index)
            let image = batch.example(index)
            for _ in 0..<config.count {
                let top = random.integer(in: 0..<height) - before
                let left = random.integer(in: 0..<width) - before
                let rows = max(top, 0)..<min(top + config.size, height)
                let columns = max(left, 0)..<min(left + config.size, width)
                for channel in 0..<channels {
                    for row in rows {
                        let line = (channel * height + row) * width
                        for column in columns { image[line + column] = fill }
                    }
                }
            }
        }
    }
}
