import Ballast

/// A wide residual network for small images, WRN-(6n + 4)-w.
///
/// conv1 (3 × 3, 16 channels) – three groups of n blocks with 16w, 32w and 64w channels, the first block of the second and
/// third group halving the image – batch normalisation – ReLU – the mean of every channel: 64w features; `head` maps them to
/// logits if the loss reads any. The default, WRN-16-2, has 691,674 parameters with ten classes.
///
/// A block normalises and rectifies before its convolutions: conv2(relu(bn2(conv1(relu(bn1(x)))))) plus x, or, where the
/// number of channels changes, plus a 1 × 1 convolution of relu(bn1(x)).
///
/// Zagoruyko and Komodakis, table 1, B(3, 3). Deviations: no dropout; weights start as `initialization` says, by default
/// from He's normal (by fan in).
public struct WideResNet: Model {
    public struct Config: ComponentConfig {
        @Setting("Blocks n in each of the three groups.", range: 1...) public var blocks = 2
        @Setting("Factor w on the number of channels.", range: 1...) public var widening = 2
        @Setting("What the weights start from.") public var initialization = Initialization.kaimingNormal

        public init() {}
    }

    public static let name = "wide_resnet"
    public static let summary = "A wide residual network for small images."
    public static let paper: String? =
        "Zagoruyko, Komodakis: Wide Residual Networks, BMVC 2016, arXiv:1605.07146"
    public static var example: ConfigNode { .section(["blocks": .integer(1), "widening": .integer(1)]) }

    public let featureWidth: Int
    private let stem: Conv2D
    private let blocks: [WideBlock]
    private let normalization: BatchNorm
    private let head: Linear?

    /// - Throws: `ConfigError` if an example is no image.
    public init(config: Config, context: ModelContext) throws {
        guard context.inputShape.rank == 3 else {
            throw ConfigError(key: "", "takes images [C, H, W], but gets \(context.inputShape)")
        }
        (stem, blocks, normalization, head) = config.initialization.applied(in: context.scope.store) {
            let scope = context.scope
            let stem = Conv2D(
                context.inputShape, channels: 16, kernel: 3, padding: 1, bias: false, in: scope["conv1"])
            var shape = stem.outputShape
            var blocks: [WideBlock] = []
            for group in 0..<3 {
                for index in 0..<config.blocks {
                    let block = WideBlock(
                        shape, channels: 16 * config.widening << group, stride: group > 0 && index == 0 ? 2 : 1,
                        in: scope["group\(group + 1)"][String(index)])
                    shape = block.outputShape
                    blocks.append(block)
                }
            }
            let normalization = BatchNorm(shape, in: scope["bn"])
            let head = context.head.map { Linear($0, features: shape[0], in: scope["head"]) }
            return (stem, blocks, normalization, head)
        }
        featureWidth = 64 * config.widening
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
        var image = stem(input)
        for block in blocks { image = block(image, pass) }
        let features = Tensor.globalAveragePool2d(normalization(image, pass, relu: true))
        return ModelOutput(features: features, logits: head.map { $0(features) })
    }
}

/// One block of a ``WideResNet``, [N, C, H, W] → [N, M, H′, W′].
private struct WideBlock {
    private let firstNormalization: BatchNorm
    private let first: Conv2D
    private let secondNormalization: BatchNorm
    private let second: Conv2D
    private let projection: Conv2D?

    var outputShape: Shape { second.outputShape }

    init(_ inputShape: Shape, channels: Int, stride: Int, in scope: ParameterScope) {
        firstNormalization = BatchNorm(inputShape, in: scope["bn1"])
        first = Conv2D(
            inputShape, channels: channels, kernel: 3, stride: stride, padding: 1, bias: false, in: scope["conv1"])
        secondNormalization = BatchNorm(first.outputShape, in: scope["bn2"])
        second = Conv2D(first.outputShape, channels: channels, kernel: 3, padding: 1, bias: false, in: scope["conv2"])
        projection =
            inputShape[0] == channels && stride == 1
            ? nil
            : Conv2D(
                inputShape, channels: channels, kernel: 1, stride: stride, padding: 0, bias: false,
                in: scope["shortcut"])
    }

    func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        let active = firstNormalization(input, pass, relu: true)
        let hidden = second(secondNormalization(first(active), pass, relu: true))
        return hidden + (projection.map { $0(active) } ?? input)
    }
}
