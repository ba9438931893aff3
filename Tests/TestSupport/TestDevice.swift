import BallastTensor
import Testing

/// The devices that results are compared on.
public enum TestDevice: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// Plain loops.
    case reference
    /// Vectorised kernels and oneDNN.
    case accelerated

    public func make() -> Device {
        switch self {
        case .reference: Device.reference()
        case .accelerated: Device.cpu()
        }
    }

    public var testDescription: String { rawValue }
}
