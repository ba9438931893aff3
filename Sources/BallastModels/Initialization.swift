public import BallastCore
internal import BallastTensor

/// What the weights of a model's linear and convolutional layers start from; biases keep PyTorch's default.
///
/// As in a PyTorch program, every layer is made with PyTorch's defaults first, in order; then the weights alone are drawn
/// again, in the same order, from the same stream.
public enum Initialization: String, ConfigEnum {
    /// PyTorch's own: uniform in ±1/√fan.
    case torch
    /// Normal, deviation √(2/fan): He et al., ICCV 2015, for ReLU; `torch.nn.init.kaiming_normal_`.
    case kaimingNormal
    /// Uniform in ±√(6/fan): `kaiming_uniform_` for ReLU.
    case kaimingUniform
    /// Uniform in ±√(6/(fan in + fan out)): Glorot and Bengio, AISTATS 2010; `xavier_uniform_`.
    case xavierUniform
    /// Normal, deviation √(2/(fan in + fan out)): `xavier_normal_`.
    case xavierNormal

    private var initializer: Initializer? {
        switch self {
        case .torch: nil
        case .kaimingNormal: .kaimingNormal(slope: 0)
        case .kaimingUniform: .kaimingUniform(slope: 0)
        case .xavierUniform: .xavierUniform(gain: 1)
        case .xavierNormal: .xavierNormal(gain: 1)
        }
    }

    /// Makes a model's layers, then draws the weights among what was made again.
    public func applied<Layers>(in store: ParameterStore, _ make: () throws -> Layers) rethrows -> Layers {
        let start = store.parameters.count
        let layers = try make()
        if let initializer {
            for parameter in store.parameters[start...] where parameter.role == .weight {
                store.reinitialize(parameter, initializer)
            }
        }
        return layers
    }
}
