public import BallastCore
public import BallastTensor

/// max(x, 0).
public struct ReLU: Layer {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "relu"
    public static let summary = "max(x, 0)."

    public let outputShape: Shape

    public init(config: Config, context: LayerContext) { outputShape = context.inputShape }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { input.relu() }
}

/// x where positive, slope·x elsewhere.
public struct LeakyReLU: Layer {
    public struct Config: ComponentConfig {
        @Setting("Slope below 0.", range: 0...) public var slope = 0.01

        public init() {}
    }

    public static let name = "leaky_relu"
    public static let summary = "x where positive, a fraction of x elsewhere."
    public static let paper: String? = "Maas, Hannun, Ng: Rectifier Nonlinearities Improve Acoustic Models, 2013"

    public let outputShape: Shape
    private let slope: Double

    public init(config: Config, context: LayerContext) {
        outputShape = context.inputShape
        slope = config.slope
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { input.leakyRelu(slope: slope) }
}

/// x·Φ(x), Φ the standard normal distribution function.
public struct GELU: Layer {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "gelu"
    public static let summary = "x times the standard normal distribution function of x."
    public static let paper: String? = "Hendrycks, Gimpel: Gaussian Error Linear Units, 2016, arXiv:1606.08415"

    public let outputShape: Shape

    public init(config: Config, context: LayerContext) { outputShape = context.inputShape }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { input.gelu() }
}

/// The hyperbolic tangent.
public struct Tanh: Layer {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "tanh"
    public static let summary = "The hyperbolic tangent."

    public let outputShape: Shape

    public init(config: Config, context: LayerContext) { outputShape = context.inputShape }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { input.tanh() }
}

/// 1/(1 + e⁻ˣ).
public struct Sigmoid: Layer {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "sigmoid"
    public static let summary = "The logistic function."

    public let outputShape: Shape

    public init(config: Config, context: LayerContext) { outputShape = context.inputShape }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor { input.sigmoid() }
}

/// The activation of a model that has one for all its layers.
public enum Activation: String, ConfigEnum {
    case relu
    case leakyRelu
    case gelu
    case tanh
    case sigmoid

    /// The activation of every element; the leaky ReLU's slope is 0.01.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        switch self {
        case .relu: input.relu()
        case .leakyRelu: input.leakyRelu(slope: 0.01)
        case .gelu: input.gelu()
        case .tanh: input.tanh()
        case .sigmoid: input.sigmoid()
        }
    }
}
