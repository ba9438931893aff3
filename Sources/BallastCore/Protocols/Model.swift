public import BallastTensor

/// A network from inputs to features and, if the loss asks for them, logits.
public protocol Model: Component {
    init(config: Config, context: ModelContext) throws

    /// The width D of the features, known without running the model.
    var featureWidth: Int { get }

    /// Runs a batch [N, …] through the network.
    func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput
}

/// What a model is made from.
public struct ModelContext {
    /// The shape of one example: [D] for tables, [C, H, W] for images.
    public let inputShape: Shape
    /// The linear head the loss asks for; nil if the loss reads features.
    public let head: HeadDescription?
    /// Where the model makes its parameters and buffers.
    public let scope: ParameterScope
    /// The layers that a configuration can stack.
    public let layers: Registry<any Layer, LayerContext>

    public init(
        inputShape: Shape, head: HeadDescription?, scope: ParameterScope,
        layers: Registry<any Layer, LayerContext> = Registry(kind: "layer")
    ) {
        self.inputShape = inputShape
        self.head = head
        self.scope = scope
        self.layers = layers
    }
}

/// The linear layer from features to logits at a model's end.
public struct HeadDescription: Equatable, Sendable {
    /// The number of logits.
    public let width: Int
    /// The initial value of every bias, instead of the layer's default.
    public let initialBias: Double?

    public init(width: Int, initialBias: Double? = nil) {
        self.width = width
        self.initialBias = initialBias
    }
}

/// How a batch is run.
public struct ForwardPass: Sendable {
    /// Whether batch statistics, dropout and the like behave as in training.
    public let isTraining: Bool
    /// Seeds what is random in the pass; a function of the run's seed and the step, so a resumed run repeats it.
    public let seed: UInt64

    public static let evaluation = ForwardPass(isTraining: false, seed: 0)

    public static func training(seed: UInt64) -> ForwardPass { ForwardPass(isTraining: true, seed: seed) }
}

/// What a model gives.
public struct ModelOutput {
    /// The embedding, [N, D].
    public let features: Tensor
    /// The logits [N, K], if the model has a head.
    public let logits: Tensor?

    public init(features: Tensor, logits: Tensor? = nil) {
        self.features = features
        self.logits = logits
    }

    /// The logits, for a loss whose ``Loss/input(config:classCount:)`` asks for them.
    public var requiredLogits: Tensor {
        guard let logits else {
            preconditionFailure("the loss reads logits, but its input(config:classCount:) asks for features")
        }
        return logits
    }
}
