import BallastTensor
import Testing

/// The devices that results are compared on.
public enum TestDevice: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// Plain loops.
    case reference

    public func make() -> Device {
        switch self {
        case .reference: Device.reference()
        }
    }

    public var testDescription: String { rawValue }
}
