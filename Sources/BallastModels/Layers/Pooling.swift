public import BallastCore
public import BallastTensor

/// The largest value of every window: [N, C, H, W] → [N, C, H′, W′]. Padding never wins; among equal maxima the first in
/// row-major order takes the gradient.
public struct MaxPool: Layer {
    public struct Config: ComponentConfig {
        @Setting("Height and width of the window.", range: 1...64) public var size = 2
        @Setting("Step of the window; null: its size.", range: 1...64) public var stride: Int?
        @Setting("Border that belongs to the windows without ever being the maximum.", range: 0...32)
        public var padding = 0

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(2 * padding <= size, "padding", "must be at most half of size", with: "size")
        }
    }

    public static let name = "max_pool"
    public static let summary = "The largest value of every window."

    public let outputShape: Shape
    private let window: Window

    /// - Throws: `ConfigError` if an example is no image, or one smaller than the window.
    public init(config: Config, context: LayerContext) throws {
        window = Window(size: config.size, stride: config.stride ?? config.size, padding: config.padding)
        try window.check(context.inputShape, key: "size")
        outputShape = window.output(of: context.inputShape)
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        Tensor.maxPool2d(input, kernel: window.size, stride: window.stride, padding: window.padding)
    }
}

/// The mean of every window: [N, C, H, W] → [N, C, H′, W′].
public struct AveragePool: Layer {
    public struct Config: ComponentConfig {
        @Setting("Height and width of the window.", range: 1...64) public var size = 2
        @Setting("Step of the window; null: its size.", range: 1...64) public var stride: Int?
        @Setting("Zeros around the image.", range: 0...32) public var padding = 0
        @Setting("Whether the padding counts in the mean.") public var countPadding = true

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(2 * padding <= size, "padding", "must be at most half of size", with: "size")
        }
    }

    public static let name = "average_pool"
    public static let summary = "The mean of every window."

    public let outputShape: Shape
    private let window: Window
    private let countsPadding: Bool

    /// - Throws: `ConfigError` if an example is no image, or one smaller than the window.
    public init(config: Config, context: LayerContext) throws {
        window = Window(size: config.size, stride: config.stride ?? config.size, padding: config.padding)
        try window.check(context.inputShape, key: "size")
        outputShape = window.output(of: context.inputShape)
        countsPadding = config.countPadding
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        Tensor.averagePool2d(
            input, kernel: window.size, stride: window.stride, padding: window.padding, countsPadding: countsPadding)
    }
}

/// The mean of every channel: [N, C, H, W] → [N, C].
public struct GlobalAveragePool: Layer {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "global_average_pool"
    public static let summary = "The mean of every channel."
    public static let paper: String? = "Lin, Chen, Yan: Network In Network, ICLR 2014, arXiv:1312.4400"

    public let outputShape: Shape

    /// - Throws: `ConfigError` if an example is no image.
    public init(config: Config, context: LayerContext) throws {
        try checkImage(context.inputShape)
        outputShape = [context.inputShape[0]]
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { Tensor.globalAveragePool2d(input) }
}
