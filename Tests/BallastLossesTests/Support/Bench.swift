import BallastCore
import BallastTensor
import Testing

/// A kind of device and a number format, and how closely results there must agree with references.
struct Bench: Sendable, CustomTestStringConvertible {
    let name: String
    let scalarType: ScalarType
    let tolerance: Double
    private let makeDevice: @Sendable () -> Device

    static let reference64 = Bench(name: "reference, float64", scalarType: .float64, tolerance: 1e-10) { .reference() }
    static let reference32 = Bench(name: "reference, float32", scalarType: .float32, tolerance: 1e-5) { .reference() }
    static let accelerated32 = Bench(name: "accelerated, float32", scalarType: .float32, tolerance: 1e-5) { .cpu() }
    static let all = [reference64, reference32, accelerated32]

    var testDescription: String { name }

    func store(seed: UInt64 = 0) -> ParameterStore {
        ParameterStore(device: makeDevice(), scalarType: scalarType, random: TorchRandom(seed: seed))
    }

    private init(
        name: String, scalarType: ScalarType, tolerance: Double, makeDevice: @escaping @Sendable () -> Device
    ) {
        self.name = name
        self.scalarType = scalarType
        self.tolerance = tolerance
        self.makeDevice = makeDevice
    }
}
