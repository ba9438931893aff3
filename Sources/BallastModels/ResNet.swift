public import BallastCore
public import BallastTensor

/// The residual network for CIFAR with 6n + 2 layers: 20, 32, 44 or 56.
///
/// conv1 (3 × 3, 16 channels) – bn1 – ReLU, then layer1, layer2, layer3 of n ``ResidualBlock`` each with 16, 32 and 64
/// channels, the first block of layer2 and layer3 halving the image; the mean of every channel are the 64 features; `linear`
/// maps them to logits if the loss reads any. 464,154 parameters with 32 layers and 10 classes.
///
/// He et al., CVPR 2016, §4.2. Deviations: none with the default option A shortcut; `average` and `projection` are
/// Cui et al.'s and option B. The default initial weights are He's (Kaiming normal), as in LDAM-DRW's code, drawn after
/// PyTorch's defaults from the same stream; Cui et al. take Glorot's (`xavier_uniform`). Weight decay acts on everything
/// unless the configuration exempts roles.
public struct ResNet<Depth: ResNetDepth>: Model {
    public struct Config: ComponentConfig {
        @Setting("The way around a block that changes the shape.") public var shortcut = ShortcutKind.subsample
        @Setting("What the weights start from.") public var initialization = Initialization.kaimingNormal

        public init() {}
    }

    public static var name: String { "resnet\(Depth.layers)" }
    public static var summary: String { "The residual network for CIFAR with \(Depth.layers) layers." }
    public static var paper: String? {
        "He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016, arXiv:1512.03385"
    }

    public let featureWidth: Int
    private let stem: Conv2D
    private let stemNormalization: BatchNorm
    private let blocks: [ResidualBlock]
    private let head: Linear?

    /// - Throws: `ConfigError` if an example is no image.
    public init(config: Config, context: ModelContext) throws {
        try checkImage(context.inputShape)
        (stem, stemNormalization, blocks, head) = config.initialization.applied(in: context.scope.store) {
            let scope = context.scope
            let stem = Conv2D(
                context.inputShape, channels: 16, kernel: 3, padding: 1, bias: false, in: scope["conv1"])
            let normalization = BatchNorm(stem.outputShape, in: scope["bn1"])
            var shape = stem.outputShape
            var blocks: [ResidualBlock] = []
            for (stage, channels) in [16, 32, 64].enumerated() {
                for index in 0..<(Depth.layers - 2) / 6 {
                    let stride = stage > 0 && index == 0 ? 2 : 1
                    let block = ResidualBlock(
                        shape, channels: channels, stride: stride, shortcut: config.shortcut,
                        in: scope["layer\(stage + 1)"][String(index)])
                    shape = block.outputShape
                    blocks.append(block)
                }
            }
            let head = context.head.map { Linear($0, features: shape[0], in: scope["linear"]) }
            return (stem, normalization, blocks, head)
        }
        featureWidth = 64
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
        var image = stem(input, normalizedBy: stemNormalization, pass, relu: true)
        for block in blocks { image = block(image, pass) }
        let features = Tensor.globalAveragePool2d(image)
        return ModelOutput(features: features, logits: head.map { $0(features) })
    }
}

/// The number of layers of a ``ResNet``, 6n + 2.
public protocol ResNetDepth: SendableMetatype {
    static var layers: Int { get }
}

public enum Depth20: ResNetDepth { public static let layers = 20 }
public enum Depth32: ResNetDepth { public static let layers = 32 }
public enum Depth44: ResNetDepth { public static let layers = 44 }
public enum Depth56: ResNetDepth { public static let layers = 56 }

public typealias ResNet20 = ResNet<Depth20>
public typealias ResNet32 = ResNet<Depth32>
public typealias ResNet44 = ResNet<Depth44>
public typealias ResNet56 = ResNet<Depth56>
