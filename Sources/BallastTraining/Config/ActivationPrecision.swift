public import BallastCore
internal import BallastTensor

/// The number format in which a network of images keeps its activations.
///
/// With bf16, convolutions multiply bfloat16 (8 bits of exponent, 8 of significand) and add in float32; activations and
/// their gradients are stored as bfloat16. Weights, their gradients, the optimizer's state, the statistics of batch
/// normalisation, and everything behind the last pooling (features, logits, the loss) are float32. The exponent's range
/// being float32's, the loss needs no scaling. Kalamkar et al., "A study of BFLOAT16 for deep learning training",
/// arXiv:1905.12322.
public enum ActivationPrecision: String, CaseIterable, ConfigEnum {
    case float32
    case bf16

    /// The type that activations are asked to have.
    var activationType: ScalarType {
        switch self {
        case .float32: .float32
        case .bf16: .bfloat16
        }
    }
}

/// What became of the ``ActivationPrecision`` that a run asks for on the processor at hand.
struct EffectivePrecision {
    /// The type that activations have.
    let activationType: ScalarType
    /// Why it is not the one asked for; nil if it is.
    let notice: String?

    /// - Throws: `ConfigError` if bf16 is asked for and the examples are no images.
    init(_ precision: ActivationPrecision, exampleShape: [Int], device: Device) throws {
        guard precision == .bf16 else {
            (activationType, notice) = (.float32, nil)
            return
        }
        guard exampleShape.count == 3 else {
            throw ConfigError(
                key: "precision",
                "bf16 is for networks of images [channels, height, width]; the examples have the shape "
                    + Shape(exampleShape).description)
        }
        guard device.multipliesBFloat16 else {
            activationType = .float32
            notice = "precision: bf16 needs a processor with AVX-512 BF16; computing in float32 instead"
            return
        }
        (activationType, notice) = (precision.activationType, nil)
    }
}
