/// How a parameter gets its first values, as `torch.nn.init` and PyTorch's layers do it.
///
/// Values are drawn in Float, as PyTorch draws them, whatever the parameter's own precision: widen them for Float64. The
/// same stream and the same layers in the same order give PyTorch's weights.
///
/// In the formulas fan is the weight's fan-in, n_in and n_out its fan-in and fan-out.
public enum Initializer: Sendable, Equatable {
    /// The value everywhere; draws nothing.
    case constant(Double)
    /// Uniform in [low, high).
    case uniform(low: Double, high: Double)
    /// Normal.
    case normal(mean: Double, standardDeviation: Double)
    /// Uniform in ±√3·g/√fan with g = √(2 / (1 + slope²)): `kaiming_uniform_(a=slope)`
    /// (He et al., ICCV 2015, arXiv:1502.01852).
    case kaimingUniform(slope: Double)
    /// Normal with standard deviation g/√fan, g = √(2 / (1 + slope²)): `kaiming_normal_`; slope 0 is ReLU's.
    case kaimingNormal(slope: Double = 0)
    /// Uniform in ±g·√(6 / (n_in + n_out)): `xavier_uniform_` (Glorot and Bengio, AISTATS 2010).
    case xavierUniform(gain: Double = 1)
    /// Normal with standard deviation g·√(2 / (n_in + n_out)): `xavier_normal_`.
    case xavierNormal(gain: Double = 1)
    /// Uniform in ±1/√fan, fan being that of the layer's WEIGHT: the default bias of PyTorch's Linear and Conv2d. A fan
    /// of 0 gives zeros.
    case torchBias

    /// The default weight of PyTorch's Linear and Conv2d: Kaiming uniform with slope √5, so in ±1/√fan.
    public static let torchWeight = Initializer.kaimingUniform(slope: 5.0.squareRoot())
    public static let zeros = Initializer.constant(0)
    public static let ones = Initializer.constant(1)

    /// The first values of a weight; its fan follows from its shape.
    public func values(shape: [Int], using random: TorchRandom) -> [Float] {
        let count = shape.reduce(1, *)
        return needsFan
            ? values(count: count, fan: Fan(shape: shape), using: random)
            : values(count: count, fan: Fan(input: 0, output: 0), using: random)
    }

    /// The first values of `count` entries of a layer with this fan.
    public func values(count: Int, fan: Fan, using random: TorchRandom) -> [Float] {
        switch self {
        case .constant(let value):
            return [Float](repeating: Float(value), count: count)
        case .uniform(let low, let high):
            return random.uniform(count: count, low: Float(low), high: Float(high))
        case .normal(let mean, let deviation):
            return random.normal(count: count, mean: mean, standardDeviation: deviation)
        case .kaimingUniform(let slope):
            let deviation = Self.rectifierGain(slope) / Double(fan.input).squareRoot()
            return symmetric(3.0.squareRoot() * deviation, count: count, using: random)
        case .kaimingNormal(let slope):
            let deviation = Self.rectifierGain(slope) / Double(fan.input).squareRoot()
            return random.normal(count: count, standardDeviation: deviation)
        case .xavierUniform(let gain):
            return symmetric(3.0.squareRoot() * Self.xavierDeviation(gain, fan), count: count, using: random)
        case .xavierNormal(let gain):
            return random.normal(count: count, standardDeviation: Self.xavierDeviation(gain, fan))
        case .torchBias:
            guard fan.input > 0 else { return [Float](repeating: 0, count: count) }
            return symmetric(1 / Double(fan.input).squareRoot(), count: count, using: random)
        }
    }

    private var needsFan: Bool {
        switch self {
        case .constant, .uniform, .normal: false
        case .kaimingUniform, .kaimingNormal, .xavierUniform, .xavierNormal, .torchBias: true
        }
    }

    private func symmetric(_ bound: Double, count: Int, using random: TorchRandom) -> [Float] {
        random.uniform(count: count, low: Float(-bound), high: Float(bound))
    }

    private static func rectifierGain(_ slope: Double) -> Double {
        (2 / (1 + slope * slope)).squareRoot()
    }

    private static func xavierDeviation(_ gain: Double, _ fan: Fan) -> Double {
        gain * (2 / Double(fan.input + fan.output)).squareRoot()
    }
}
