public import BallastCore
public import BallastTensor

/// A small convolutional network after LeNet-5, with an embedding of any width: 2 for plots of the features.
///
/// For each entry of `channels`: convolution (conv1, conv2, …; padding keeps the size) – [batch normalisation, bn1, …] –
/// activation – 2 × 2 maximum. Then fully connected layers: fc1, fc2, … for each entry of `hidden`, each with its activation,
/// and one more, the embedding, which stays linear whatever the loss reads; so plots of different losses show the same
/// thing. With a loss on logits, `head` maps the embedding to them.
///
/// LeCun, Bottou, Bengio and Haffner, Proceedings of the IEEE 1998, figure 2. Deviations: maximum instead of trained
/// subsampling, every channel connected to every channel, ReLU by default, padding in all convolutions, a linear embedding and
/// head instead of radial basis functions.
public struct ConvNet: Model {
    public struct Config: ComponentConfig {
        @Setting("Channels of the convolutions.", range: 1...16_384, count: 1...) public var channels = [6, 16]
        @Setting("Height and width of the kernels.", range: 1...31, oneOf: [1, 3, 5, 7, 9, 11]) public var kernel = 5
        @Setting("Widths of the fully connected layers before the embedding.", range: 1...65_536)
        public var hidden = [120]
        @Setting("Width of the embedding; 2 for plots.", range: 1...65_536) public var embedding = 84
        @Setting("Activation of all layers but the embedding.") public var activation = Activation.relu
        @Setting("Normalise every convolution over the batch.") public var batchNorm = false
        @Setting("What the weights start from.") public var initialization = Initialization.torch

        public init() {}
    }

    public static let name = "convnet"
    public static let summary = "A small convolutional network after LeNet-5, with an embedding of any width."
    public static let paper: String? =
        "LeCun, Bottou, Bengio, Haffner: Gradient-Based Learning Applied to Document Recognition, Proc. IEEE 1998"

    public var featureWidth: Int { embedding.outputShape[0] }
    private let convolutions: [(layer: Conv2D, normalization: BatchNorm?)]
    private let hidden: [Linear]
    private let embedding: Linear
    private let head: Linear?
    private let activation: Activation

    /// - Throws: `ConfigError` if an example is no image, or is halved below 1 × 1.
    public init(config: Config, context: ModelContext) throws {
        try checkImage(context.inputShape)
        let smallest = min(context.inputShape[1], context.inputShape[2])
        guard smallest >> config.channels.count >= 1 else {
            throw ConfigError(
                key: "channels",
                "has \(config.channels.count) entries, each halving the image, which is \(context.inputShape)")
        }
        activation = config.activation
        (convolutions, hidden, embedding, head) = config.initialization.applied(in: context.scope.store) {
            let scope = context.scope
            var shape = context.inputShape
            var convolutions: [(Conv2D, BatchNorm?)] = []
            for (index, channels) in config.channels.enumerated() {
                let layer = Conv2D(
                    shape, channels: channels, kernel: config.kernel, padding: config.kernel / 2,
                    bias: !config.batchNorm, in: scope["conv\(index + 1)"])
                let normalization =
                    config.batchNorm ? BatchNorm(layer.outputShape, in: scope["bn\(index + 1)"]) : nil
                convolutions.append((layer, normalization))
                shape = [channels, shape[1] / 2, shape[2] / 2]
            }
            let widths = [shape.elementCount] + config.hidden + [config.embedding]
            let layers = zip(widths, widths.dropFirst()).enumerated().map { index, pair in
                Linear(pair.0, pair.1, in: scope["fc\(index + 1)"])
            }
            let head = context.head.map { Linear($0, features: config.embedding, in: scope["head"]) }
            return (convolutions, Array(layers.dropLast()), layers[layers.count - 1], head)
        }
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
        var image = input
        for (layer, normalization) in convolutions {
            image = layer(image)
            image = normalization.map { $0.activated(image, pass, by: activation) } ?? activation(image)
            image = Tensor.maxPool2d(image, kernel: 2)
        }
        var vector = image.flattened(from: 1)
        for layer in hidden { vector = activation(layer(vector)) }
        let features = embedding(vector)
        return ModelOutput(features: features, logits: head.map { $0(features) })
    }
}
