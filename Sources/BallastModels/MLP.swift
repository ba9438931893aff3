public import BallastCore
public import BallastTensor

/// A multi-layer perceptron: fully connected layers fc1, fc2, … with an activation between them.
///
/// With a loss on logits: fc1 – activation – … – fcN – activation are the hidden layers, whose output are the features, and
/// fcN+1 gives the logits. With a loss on features the last hidden layer stays linear and is the embedding: an embedding
/// behind a ReLU could not leave the positive orthant, and the distances between anchors would live there alone.
///
/// Where there is batch normalisation (bn1, bn2, …) it stands between layer and activation, dropout after the activation;
/// a linear embedding has neither.
///
/// Rumelhart, Hinton and Williams, Nature 1986. The sizes used with focused anchors for fraud detection are hidden 16 and 8.
public struct MLP: Model {
    public struct Config: ComponentConfig {
        @Setting(
            "Widths of the hidden layers; the last one is the width of the features.", range: 1...65_536, count: 1...)
        public var hidden: [Int]
        @Setting("Activation of the hidden layers.") public var activation = Activation.relu
        @Setting("Probability that an activation is dropped in training.", range: 0..<1) public var dropout = 0.0
        @Setting("Normalise every hidden layer over the batch, before its activation.") public var batchNorm = false
        @Setting("What the weights start from.") public var initialization = Initialization.torch

        public init() {}
    }

    public static let name = "mlp"
    public static let summary = "Fully connected layers with an activation between them."
    public static let paper: String? =
        "Rumelhart, Hinton, Williams: Learning representations by back-propagating errors, Nature 1986"
    public static var example: ConfigNode { .section(["hidden": .list([.integer(8), .integer(4)])]) }

    public let featureWidth: Int
    private let hidden: [HiddenLayer]
    private let head: Linear?

    public init(config: Config, context: ModelContext) {
        featureWidth = config.hidden.last ?? context.inputShape.elementCount
        let isEmbedding = context.head == nil
        (hidden, head) = config.initialization.applied(in: context.scope.store) {
            var width = context.inputShape.elementCount
            var layers: [HiddenLayer] = []
            for (index, outputs) in config.hidden.enumerated() {
                let isLinear = isEmbedding && index == config.hidden.count - 1
                layers.append(HiddenLayer(width, outputs, config, isLinear: isLinear, index: index, in: context.scope))
                width = outputs
            }
            let head = context.head.map {
                Linear($0, features: width, in: context.scope["fc\(config.hidden.count + 1)"])
            }
            return (layers, head)
        }
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
        var features = input.rank == 2 ? input : input.flattened(from: 1)
        for layer in hidden { features = layer(features, pass) }
        return ModelOutput(features: features, logits: head.map { $0(features) })
    }
}

/// One hidden layer: linear, and unless it is a linear embedding, batch normalisation, activation, dropout.
private struct HiddenLayer {
    let linear: Linear
    let normalization: BatchNorm?
    let activation: Activation?
    let dropout: Dropout?

    init(
        _ inputs: Int, _ outputs: Int, _ config: MLP.Config, isLinear: Bool, index: Int, in scope: ParameterScope
    ) {
        linear = Linear(inputs, outputs, in: scope["fc\(index + 1)"])
        normalization = config.batchNorm && !isLinear ? BatchNorm([outputs], in: scope["bn\(index + 1)"]) : nil
        activation = isLinear ? nil : config.activation
        dropout = config.dropout > 0 && !isLinear ? Dropout([outputs], rate: config.dropout, index: index) : nil
    }

    func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        let output: Tensor
        if let normalization {
            output = normalization.activated(linear(input), pass, by: activation)
        } else if activation == .relu {
            output = linear(input, relu: true)
        } else {
            output = activation.map { $0(linear(input)) } ?? linear(input)
        }
        return dropout.map { $0(output, pass) } ?? output
    }
}

extension BatchNorm {
    /// Normalisation followed by an activation; a ReLU is taken in the same pass over memory.
    func activated(_ input: Tensor, _ pass: ForwardPass, by activation: Activation?) -> Tensor {
        guard let activation, activation != .relu else { return self(input, pass, relu: activation == .relu) }
        return activation(self(input, pass))
    }
}
