public import BallastCore
public import BallastTensor

/// A linear map: [N, D] → [N, M], x·Wᵀ + b with W [M, D] and b [M].
///
/// Initial values are PyTorch's: W and b uniform in ±1/√D, W drawn first.
public struct Linear: Layer {
    public struct Config: ComponentConfig {
        @Setting("Number of outputs M.", range: 1...65_536) public var width: Int
        @Setting("Add a learned constant.") public var bias = true

        public init() {}
    }

    public static let name = "linear"
    public static let summary = "A linear map of vectors, with a bias."
    public static var example: ConfigNode { .section(["width": .integer(4)]) }

    public let weight: Parameter
    public let bias: Parameter?
    public let outputShape: Shape

    /// - Parameters:
    ///   - inputs: the width of the input.
    ///   - outputs: the width of the output.
    ///   - hasBias: whether a bias is added.
    ///   - scope: where `weight` and `bias` are made.
    public init(_ inputs: Int, _ outputs: Int, bias hasBias: Bool = true, in scope: ParameterScope) {
        weight = scope.parameter("weight", [outputs, inputs], .torchWeight)
        bias =
            hasBias
            ? scope.parameter("bias", [outputs], .torchBias, role: .bias, fan: Fan(shape: [outputs, inputs])) : nil
        outputShape = [outputs]
    }

    /// - Throws: `ConfigError` if an example is no vector.
    public init(config: Config, context: LayerContext) throws {
        guard context.inputShape.rank == 1 else {
            throw ConfigError(
                key: "", "takes vectors [D], but gets \(context.inputShape); put flatten or a global pooling before it")
        }
        self.init(context.inputShape[0], config.width, bias: config.bias, in: context.scope)
    }

    /// The map, and with `relu` max(·, 0) of it in the same pass.
    public func callAsFunction(_ input: Tensor, relu: Bool = false) -> Tensor {
        linear(input, weight: weight.value, bias: bias?.value, relu: relu)
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { self(input) }
}

extension Linear {
    /// The head a loss asks for, from features to logits.
    public init(_ head: HeadDescription, features: Int, in scope: ParameterScope) {
        self.init(features, head.width, in: scope)
        if let value = head.initialBias, let bias { scope.store.reinitialize(bias, .constant(value)) }
    }
}
