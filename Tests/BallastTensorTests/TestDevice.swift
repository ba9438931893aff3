import BallastTensor
import Testing

/// The devices a test runs on.
enum TestDevice: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case reference

    func make() -> Device {
        switch self {
        case .reference: Device.reference()
        }
    }

    var testDescription: String { rawValue }
}
