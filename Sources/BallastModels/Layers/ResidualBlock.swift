public import BallastCore
public import BallastTensor

/// The basic residual block: relu(bn2(conv2(relu(bn1(conv1(x))))) + shortcut(x)), [N, C, H, W] → [N, M, H′, W′].
///
/// Both convolutions are 3 × 3 with padding 1 and no bias; the stride is in the first. The shortcut is the input itself, or,
/// where the shape changes, one of ``ShortcutKind``.
///
/// He et al., CVPR 2016, equations 1 and 2, figure 2.
public struct ResidualBlock: Layer {
    public struct Config: ComponentConfig {
        @Setting("Number of output channels M.", range: 1...16_384) public var channels: Int
        @Setting("Step of the first convolution.", range: 1...2) public var stride = 1
        @Setting("The way around the block when it changes the shape.") public var shortcut = ShortcutKind.subsample

        public init() {}
    }

    public static let name = "residual_block"
    public static let summary = "Two 3x3 convolutions with batch normalisation, and a way around them."
    public static let paper: String? =
        "He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016, arXiv:1512.03385"
    public static var example: ConfigNode { .section(["channels": .integer(4)]) }

    public let outputShape: Shape
    private let first: Conv2D
    private let firstNormalization: BatchNorm
    private let second: Conv2D
    private let secondNormalization: BatchNorm
    private let shortcut: Shortcut

    /// - Parameters:
    ///   - inputShape: [C, H, W].
    ///   - channels: at least C unless the shortcut is a projection.
    ///   - stride: of the first convolution and of the shortcut.
    ///   - kind: what the input goes through where shapes differ.
    ///   - scope: where the parameters are made.
    public init(
        _ inputShape: Shape, channels: Int, stride: Int, shortcut kind: ShortcutKind, in scope: ParameterScope
    ) {
        require(kind == .projection || channels >= inputShape[0], "option A cannot drop channels")
        first = Conv2D(
            inputShape, channels: channels, kernel: 3, stride: stride, padding: 1, bias: false, in: scope["conv1"])
        firstNormalization = BatchNorm(first.outputShape, in: scope["bn1"])
        second = Conv2D(
            first.outputShape, channels: channels, kernel: 3, stride: 1, padding: 1, bias: false, in: scope["conv2"])
        secondNormalization = BatchNorm(second.outputShape, in: scope["bn2"])
        shortcut = Shortcut(kind, from: inputShape, channels: channels, stride: stride, in: scope["shortcut"])
        outputShape = second.outputShape
    }

    /// - Throws: `ConfigError` if an example is no image, or if an option A shortcut would have to drop channels.
    public init(config: Config, context: LayerContext) throws {
        let input = context.inputShape
        try checkImage(input)
        guard config.shortcut == .projection || config.channels >= input[0] else {
            throw ConfigError(
                key: "channels",
                "is \(config.channels), fewer than the \(input[0]) of the input; use shortcut: projection")
        }
        self.init(
            input, channels: config.channels, stride: config.stride, shortcut: config.shortcut, in: context.scope)
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        let hidden = first(input, normalizedBy: firstNormalization, pass, relu: true)
        return second(
            hidden, normalizedBy: secondNormalization, pass, adding: shortcut(input, pass), relu: true)
    }
}
