public import BallastCore

/// Pads an image on all sides and cuts a window of the original size out at a random place.
///
/// Each of the (2p + 1)² windows is equally likely; all channels move together.
public struct RandomCrop: Transform {
    /// What lies beyond the edge of an image.
    public enum Padding: String, ConfigEnum {
        /// The value `fill`.
        case constant
        /// The image mirrored at its outermost pixels, which are not repeated.
        case reflect
    }

    public struct Config: ComponentConfig {
        @Setting("Pixels added on every side.", range: 1...) public var padding = 4
        @Setting("What is added.") public var mode = Padding.constant
        @Setting("Value of constant padding.") public var fill = 0.0

        public init() {}
    }

    public static let name = "random_crop"
    public static let summary = "Moves an image at random by up to some pixels in each direction."

    public let stage = TransformStage.trainingOnly
    private let config: Config
    private let channels: Int
    private let height: Int
    private let width: Int

    /// - Throws: `ConfigError` if examples are not images, or too small to be mirrored that far.
    public init(config: Config, context: TransformContext) throws {
        (channels, height, width) = try context.imageExtents(for: Self.name)
        self.config = config
        guard config.mode == .constant || config.padding < min(height, width) else {
            throw ConfigError(
                key: "padding", "must be below \(min(height, width)) to mirror images of \(height)×\(width)")
        }
    }

    public func apply(to batch: inout TransformBatch) {
        let padding = config.padding
        withUnsafeTemporaryAllocation(of: Float.self, capacity: batch.valuesPerExample) { original in
            for index in 0..<batch.count {
                var random = batch.random(forExample: index)
                let down = random.integer(in: 0..<2 * padding + 1) - padding
                let right = random.integer(in: 0..<2 * padding + 1) - padding
                if down == 0, right == 0 { continue }
                let image = batch.example(index)
                guard let source = original.baseAddress, let target = image.baseAddress else { return }
                source.update(from: target, count: image.count)
                switch config.mode {
                case .constant: shift(source, to: target, down: down, right: right)
                case .reflect: mirror(source, to: target, down: down, right: right)
                }
            }
        }
    }

    /// Pixel (y, x) becomes what was at (y + down, x + right), or the fill value.
    private func shift(
        _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, down: Int, right: Int
    ) {
        let fill = Float(config.fill)
        // Columns of the target that lie inside of the source.
        let first = min(max(0, -right), width)
        let last = max(min(width, width - right), first)
        for row in 0..<channels * height {
            let line = target + row * width
            let sourceRow = row % height + down
            guard sourceRow >= 0, sourceRow < height else {
                line.update(repeating: fill, count: width)
                continue
            }
            line.update(repeating: fill, count: first)
            (line + first).update(from: source + (row + down) * width + first + right, count: last - first)
            (line + last).update(repeating: fill, count: width - last)
        }
    }

    private func mirror(
        _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, down: Int, right: Int
    ) {
        func reflected(_ index: Int, _ count: Int) -> Int {
            index < 0 ? -index : index >= count ? 2 * (count - 1) - index : index
        }
        for row in 0..<channels * height {
            let sourceRow = row / height * height + reflected(row % height + down, height)
            for column in 0..<width {
                target[row * width + column] = source[sourceRow * width + reflected(column + right, width)]
            }
        }
    }
}
