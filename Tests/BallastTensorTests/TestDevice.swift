import BallastTensor
import Testing

/// The devices a test runs on.
enum TestDevice: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case reference
    case accelerated

    func make() -> Device {
        switch self {
        case .reference: Device.reference()
        case .accelerated: Device.cpu()
        }
    }

    var testDescription: String { rawValue }
}
