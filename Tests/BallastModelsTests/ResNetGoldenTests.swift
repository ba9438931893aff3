import Ballast
import Foundation
import TestSupport
import Testing

/// ResNet-32 beside PyTorch's: initial weights, one training pass with its gradients, one evaluation.
@Suite struct ResNetGoldenTests {
    private let golden: Golden

    init() throws { golden = try Golden("training").group("resnet32") }

    private func make(_ device: Device, _ scalarType: ScalarType) throws -> (any Model, ModelFixtures) {
        let fixtures = try ModelFixtures(
            device: device, scalarType: scalarType, seed: UInt64(try golden.integer("torch_seed")))
        let model = try fixtures.model("resnet32", input: [3, 32, 32], head: HeadDescription(width: 10))
        return (model, fixtures)
    }

    private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

    private func first8(_ values: [Double]) -> [Double] {
        Array((values + [Double](repeating: 0, count: 8)).prefix(8))
    }

    @Test func parametersAreTheGoldens() throws {
        let (_, fixtures) = try make(.reference(), .float32)
        let parameters = fixtures.store.parameters
        #expect(try parameters.map(\.path) == golden.strings("parameter_names").values)
        #expect(try fixtures.store.buffers.map(\.path) == golden.strings("buffer_names").values)
        #expect(try parameters.reduce(0) { $0 + $1.value.count } == golden.integer("parameter_count"))
        let shapes = parameters.map { Array(($0.shape.map { Int32($0) } + [0, 0, 0]).prefix(4)) }
        #expect(try shapes.flatMap { $0 } == golden.int32s("parameter_shapes").values)

        // Normal numbers agree to the last bits of log, sin and cos, in which PyTorch itself varies with the processor.
        let values = parameters.map { $0.value.doubles() }
        expectClose(
            values.flatMap(first8), try golden.floats("initial_first8").values, relative: 2e-6, absolute: 3e-7)
        expectClose(values.map(norm), try golden.doubles("initial_norm").values, relative: 1e-6)
        expectClose(
            values.map { $0.reduce(0, +) }, try golden.doubles("initial_sum").values, relative: 1e-6, absolute: 1e-4)
    }

    /// The pass from PyTorch's own initial weights, of which ours differ in the last bits. That is enough to move one of the
    /// 65,536 · 31 inputs of a ReLU across 0, and with it gradients by up to a hundredth; so they are only compared roughly
    /// here, and closely in ``HashedResNetGoldenTests``.
    @Test(arguments: TestDevice.allCases)
    func trainingPass(_ device: TestDevice) throws {
        let (model, fixtures) = try make(device.make(), .float32)
        let input = Tensor(try golden.floats("x").values, shape: [4, 3, 32, 32], on: fixtures.device)
        let labels = Labels(try golden.int32s("y").values, bound: 10)
        let logits = try #require(model(input, .training(seed: 0)).logits)
        let loss = -logits.logSoftmax().picked(labels).mean()
        loss.backward()

        expectClose(logits.doubles(), try golden.doubles("logits_f64").values, relative: 0, absolute: 2e-5, "logits")
        expectClose(loss.item(), try golden.doubles("loss_f64").values[0], relative: 1e-5, "loss")
        let gradients = try fixtures.store.parameters.map { try #require($0.gradient, "\($0.path)").doubles() }
        expectClose(gradients.map(norm), try golden.doubles("grad_norm_f64").values, relative: 2e-2, "gradient norms")
        expectClose(
            fixtures.store.buffers.map { norm($0.value.doubles()) }, try golden.doubles("buffer_norm").values,
            relative: 1e-5, "running statistics")
        let evaluated = fixtures.device.withoutRecording { model(input, .evaluation) }
        expectClose(
            try #require(evaluated.logits).doubles(), try golden.doubles("eval_logits").values, relative: 1e-4,
            absolute: 1e-4, "evaluation")
    }
}

/// ResNets whose weights come from an integer hash, exact in every precision, so that gradients can be compared closely: all
/// three shortcuts, in both precisions.
@Suite struct HashedResNetGoldenTests {
    static let names = ["subsample20", "average32", "projection20"]

    @Test(arguments: names)
    func float64(_ name: String) throws {
        try check(name, .reference(), .float64, "f64", tolerance: 1e-9)
    }

    @Test(arguments: names, TestDevice.allCases)
    func float32(_ name: String, _ device: TestDevice) throws {
        try check(name, device.make(), .float32, "f32", tolerance: 2e-5)
    }

    /// The fraction in [−½, ½) that the golden's hash gives for element i.
    private func hashed(_ index: Int, salt: Int) -> Double {
        var bits = UInt32(truncatingIfNeeded: index + salt)
        bits ^= bits >> 16
        bits = bits &* 0x7feb_352d
        bits ^= bits >> 15
        bits = bits &* 0x846c_a68b
        bits ^= bits >> 16
        return Double(bits >> 16) / 65_536 - 0.5
    }

    private func values(of parameter: Parameter, number: Int, salt: Int) -> [Double] {
        let draws = (0..<parameter.value.count).map { hashed($0, salt: salt + (number + 1) * 1_000_003) }
        switch parameter.role {
        case .weight:
            let fan = parameter.shape.dropFirst().reduce(1, *)
            let scale = scalbn(1.0, Int((0.5 * log2(24 / Double(fan))).rounded()))
            return draws.map { $0 * scale }
        case .normalization where parameter.path.hasSuffix("weight"): return draws.map { 1 + 0.5 * $0 }
        case .normalization, .bias, .loss: return draws.map { 0.5 * $0 }
        }
    }

    private func check(
        _ name: String, _ device: Device, _ scalarType: ScalarType, _ suffix: String, tolerance: Double
    ) throws {
        let golden = try Golden("resnet").group(name)
        let salt = try golden.integer("salt")
        let fixtures = try ModelFixtures(device: device, scalarType: scalarType)
        let model = try fixtures.model(
            "{type: resnet\(golden.integer("depth")), shortcut: \(golden.text("shortcut"))}", input: [3, 16, 16],
            head: HeadDescription(width: 10))
        #expect(try fixtures.store.parameters.map(\.path) == golden.strings("parameter_names").values)
        for (number, parameter) in fixtures.store.parameters.enumerated() {
            parameter.assign(
                Tensor(
                    values(of: parameter, number: number, salt: salt), shape: parameter.shape, scalarType: scalarType,
                    on: device))
        }
        let input = Tensor(
            (0..<4 * 768).map { 4 * hashed($0, salt: salt) }, shape: [4, 3, 16, 16], scalarType: scalarType, on: device)
        let output = model(input, .training(seed: 0))
        let logits = try #require(output.logits)
        let loss = -logits.logSoftmax().picked(Labels([0, 1, 2, 3], bound: 10)).mean()
        loss.backward()

        func compare(_ actual: [Double], _ dataset: String) throws {
            let expected = try golden.doubles("\(dataset)_\(suffix)").values
            let largest = expected.reduce(0) { max($0, abs($1)) }
            expectClose(actual, expected, relative: 0, absolute: tolerance * largest, dataset)
        }
        try compare(output.features.doubles(), "features")
        try compare(logits.doubles(), "logits")
        try compare([loss.item()], "loss")
        let gradients = try fixtures.store.parameters.map { try #require($0.gradient, "\($0.path)").doubles() }
        let norms = gradients.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        expectClose(norms, try golden.doubles("grad_norm_\(suffix)").values, relative: tolerance, "gradient norms")
        let first = try golden.doubles("grad_first8_\(suffix)")
        for (index, gradient) in gradients.enumerated() {
            let largest = gradient.reduce(0) { max($0, abs($1)) }
            expectClose(
                Array((gradient + [Double](repeating: 0, count: 8)).prefix(8)), first[row: index].values, relative: 0,
                absolute: tolerance * largest, fixtures.store.parameters[index].path)
        }
        #expect(try fixtures.store.buffers.map(\.path) == golden.strings("buffer_names").values)
        let buffers = fixtures.store.buffers.map { $0.value.doubles().reduce(0) { $0 + $1 * $1 }.squareRoot() }
        expectClose(buffers, try golden.doubles("buffer_norm_\(suffix)").values, relative: tolerance, "statistics")
        let evaluated = device.withoutRecording { model(input, .evaluation) }
        try compare(try #require(evaluated.logits).doubles(), "eval_logits")
    }
}
