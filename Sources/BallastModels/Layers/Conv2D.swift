public import BallastCore
public import BallastTensor

/// A two-dimensional convolution: [N, C, H, W] → [N, M, H′, W′] with H′ = ⌊(H + 2·padding − kernel)/stride⌋ + 1.
///
/// As in PyTorch it is a cross-correlation, and weight [M, C, k, k] and bias [M] start uniform in ±1/√(C·k²), the weight
/// drawn first.
public struct Conv2D: Layer {
    public struct Config: ComponentConfig {
        @Setting("Number of output channels M.", range: 1...16_384) public var channels: Int
        @Setting("Height and width of the kernel.", range: 1...31) public var kernel = 3
        @Setting("Step of the kernel.", range: 1...16) public var stride = 1
        @Setting("Zeros around the image; null: half the kernel, which keeps the size at stride 1.", range: 0...30)
        public var padding: Int?
        @Setting("Add a learned constant; leave it out before a batch_norm.") public var bias = true

        public init() {}
    }

    public static let name = "conv2d"
    public static let summary = "A two-dimensional convolution."
    public static var example: ConfigNode { .section(["channels": .integer(4)]) }

    public let weight: Parameter
    public let bias: Parameter?
    public let outputShape: Shape
    private let window: Window

    public init(
        _ inputShape: Shape, channels: Int, kernel: Int, stride: Int = 1, padding: Int, bias hasBias: Bool,
        in scope: ParameterScope
    ) {
        let shape: Shape = [channels, inputShape[0], kernel, kernel]
        window = Window(size: kernel, stride: stride, padding: padding)
        weight = scope.parameter("weight", shape, .torchWeight)
        bias =
            hasBias ? scope.parameter("bias", [channels], .torchBias, role: .bias, fan: Fan(shape: Array(shape))) : nil
        outputShape = window.output(of: inputShape, channels: channels)
    }

    /// - Throws: `ConfigError` if an example is no image, or one smaller than the kernel.
    public init(config: Config, context: LayerContext) throws {
        let padding = config.padding ?? config.kernel / 2
        try Window(size: config.kernel, stride: config.stride, padding: padding).check(
            context.inputShape, key: "kernel")
        self.init(
            context.inputShape, channels: config.channels, kernel: config.kernel, stride: config.stride,
            padding: padding, bias: config.bias, in: context.scope)
    }

    public func callAsFunction(_ input: Tensor) -> Tensor {
        Tensor.conv2d(
            input, weight: weight.value, bias: bias?.value, stride: window.stride, padding: window.padding)
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { self(input) }

    /// The convolution and the normalisation behind it, the running statistics folded into the filters where the tape need
    /// not know: in evaluation without recording.
    ///
    /// - Parameters:
    ///   - input: [N, C, H, W].
    ///   - normalization: of this layer's output.
    ///   - pass: training takes the moments of the batch, evaluation the running ones.
    ///   - residual: added after the normalisation.
    ///   - relu: whether max(y, 0) is taken, after that.
    public func callAsFunction(
        _ input: Tensor, normalizedBy normalization: BatchNorm, _ pass: ForwardPass, adding residual: Tensor? = nil,
        relu: Bool
    ) -> Tensor {
        guard !pass.isTraining, !input.device.isRecording else {
            return normalization(self(input), pass, adding: residual, relu: relu)
        }
        return Tensor.foldedConv2d(
            input, weight: weight.value, bias: bias?.value, stride: window.stride, padding: window.padding,
            scale: normalization.weight.value, shift: normalization.bias.value,
            running: (normalization.runningMean, normalization.runningVariance), epsilon: normalization.epsilon,
            adding: residual, relu: relu)
    }
}
