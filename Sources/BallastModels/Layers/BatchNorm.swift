public import BallastCore
public import BallastTensor

/// Batch normalisation of vectors [N, C] or images [N, C, H, W], per channel.
///
/// y = (x − μ)/√(σ² + ε) · weight + bias. In training μ and σ² are the batch's (σ² over the number of values), and the
/// running statistics move by r ← (1 − m)r + m·batch, with the unbiased variance; in evaluation they are the running ones.
/// weight starts at 1, bias at 0, the running mean at 0 and the running variance at 1: all of it PyTorch's, except that
/// the number of batches seen, of which PyTorch keeps count, is not kept.
///
/// Ioffe and Szegedy, ICML 2015, algorithms 1 and 2.
public struct BatchNorm: Layer {
    public struct Config: ComponentConfig {
        @Setting("Share of a batch in the running statistics.", range: .above(0, through: 1)) public var momentum = 0.1
        @Setting("Added to the variance.", range: .above(0)) public var epsilon = 1e-5

        public init() {}
    }

    public static let name = "batch_norm"
    public static let summary = "Normalisation of every channel over the batch."
    public static let paper: String? = "Ioffe, Szegedy: Batch Normalization, ICML 2015, arXiv:1502.03167"

    public let weight: Parameter
    public let bias: Parameter
    public let runningMean: Buffer
    public let runningVariance: Buffer
    public let outputShape: Shape
    private let momentum: Double
    let epsilon: Double

    /// - Parameters:
    ///   - inputShape: [C] or [C, H, W].
    ///   - momentum: the weight of a batch in the running moments.
    ///   - epsilon: added to the variance.
    ///   - scope: where `weight`, `bias` and the running moments are made.
    public init(_ inputShape: Shape, momentum: Double = 0.1, epsilon: Double = 1e-5, in scope: ParameterScope) {
        let channels = inputShape[0]
        weight = scope.parameter("weight", [channels], .ones, role: .normalization)
        bias = scope.parameter("bias", [channels], .zeros, role: .normalization)
        runningMean = scope.buffer("running_mean", [channels], .zeros)
        runningVariance = scope.buffer("running_var", [channels], .ones)
        outputShape = inputShape
        self.momentum = momentum
        self.epsilon = epsilon
    }

    /// - Throws: `ConfigError` if an example is neither a vector nor an image.
    public init(config: Config, context: LayerContext) throws {
        guard context.inputShape.rank == 1 || context.inputShape.rank == 3 else {
            throw ConfigError(key: "", "takes vectors [D] or images [C, H, W], but gets \(context.inputShape)")
        }
        self.init(context.inputShape, momentum: config.momentum, epsilon: config.epsilon, in: context.scope)
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { self(input, pass, relu: false) }

    /// Normalises, adds and rectifies in one pass over memory.
    /// - Parameters:
    ///   - input: [N, C] or [N, C, H, W].
    ///   - pass: training takes the moments of the batch, evaluation the running ones.
    ///   - residual: added after the normalisation.
    ///   - relu: whether max(y, 0) is taken, after that.
    public func callAsFunction(
        _ input: Tensor, _ pass: ForwardPass, adding residual: Tensor? = nil, relu: Bool
    ) -> Tensor {
        Tensor.batchNorm(
            input, scale: weight.value, shift: bias.value, running: (runningMean, runningVariance),
            training: pass.isTraining, momentum: momentum, epsilon: epsilon, adding: residual, relu: relu)
    }
}
