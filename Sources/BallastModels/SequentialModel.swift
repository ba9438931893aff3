public import BallastCore
public import BallastTensor

/// A stack of layers as the configuration lists them, and the linear head `head` if the loss reads logits.
///
/// ```yaml
/// model:
///   type: sequential
///   layers:
///     - {type: conv2d, channels: 16, bias: false}
///     - batch_norm
///     - relu
///     - global_average_pool
/// ```
/// The parameters of layer i, from 0, are under `layers.<i>`, so a stack without a name of its own reads as PyTorch's
/// `nn.Sequential`. The stack's output are the features: it must be one vector per example. Every layer says which shapes it
/// takes when the stack is made, before anything runs. A ReLU runs as one with the batch normalisation or linear layer
/// before it.
public struct SequentialModel: Model {
    public struct Config: ComponentConfig {
        @Setting("The layers, in order.", count: 1..., kind: "layer") public var layers: [ComponentReference]
        @Setting("What the weights start from.") public var initialization = Initialization.torch

        public init() {}
    }

    public static let name = "sequential"
    public static let summary = "A stack of layers, as listed."
    public static var example: ConfigNode { .section(["layers": .list([.string("flatten")])]) }

    public let featureWidth: Int
    private let stages: [Stage]
    private let head: Linear?

    /// - Throws: `ConfigError` at the first layer that cannot take the shape it gets, or if the output is no vector.
    public init(config: Config, context: ModelContext) throws {
        (stages, featureWidth, head) = try config.initialization.applied(in: context.scope.store) {
            var shape = context.inputShape
            var layers: [any Layer] = []
            for (index, reference) in config.layers.enumerated() {
                let place = LayerContext(
                    inputShape: shape, scope: context.scope["layers"][String(index)], index: index)
                let layer = try context.layers.build(reference, context: place)
                shape = layer.outputShape
                layers.append(layer)
            }
            guard shape.rank == 1 else {
                throw ConfigError(
                    key: "layers",
                    "end with \(shape) per example, not one vector; end with flatten or global_average_pool")
            }
            let head = context.head.map { Linear($0, features: shape[0], in: context.scope["head"]) }
            return (Stage.stages(of: layers), shape[0], head)
        }
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
        var features = input
        for stage in stages { features = stage(features, pass) }
        return ModelOutput(features: features, logits: head.map { $0(features) })
    }
}

/// What runs as one.
private enum Stage {
    case layer(any Layer)
    case normalizationAndReLU(BatchNorm)
    case linearAndReLU(Linear)

    static func stages(of layers: [any Layer]) -> [Stage] {
        var result: [Stage] = []
        for layer in layers {
            if layer is ReLU, case .layer(let previous)? = result.last, let stage = Stage(rectifying: previous) {
                result[result.count - 1] = stage
            } else {
                result.append(.layer(layer))
            }
        }
        return result
    }

    /// A layer and the rectifier behind it; nil for layers that do not take it in.
    private init?(rectifying layer: any Layer) {
        switch layer {
        case let layer as BatchNorm: self = .normalizationAndReLU(layer)
        case let layer as Linear: self = .linearAndReLU(layer)
        default: return nil
        }
    }

    func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        switch self {
        case .layer(let layer): layer(input, pass)
        case .normalizationAndReLU(let normalization): normalization(input, pass, relu: true)
        case .linearAndReLU(let linear): linear(input, relu: true)
        }
    }
}
