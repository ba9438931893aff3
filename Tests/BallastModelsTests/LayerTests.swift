import Ballast
import Foundation
import TestSupport
import Testing

@Suite struct LayerTests {
    @Test(
        arguments: [
            (
                "{type: linear, width: 4}", [4, 2, 2],
                "run.yaml:1:15: layer: takes vectors [D], but gets [4, 2, 2]; put flatten or a global pooling before it"
            ),
            ("{type: conv2d, channels: 4}", [8], "run.yaml:1:15: layer: takes images [C, H, W], but gets [8]"),
            (
                "{type: conv2d, channels: 4, kernel: 5, padding: 0}", [1, 4, 9],
                "run.yaml:1:36: layer.kernel: is 5, larger than the image [1, 4, 9]"
            ),
            (
                "{type: conv2d, channels: 4, kernel: 7, padding: 1}", [1, 4, 9],
                "run.yaml:1:36: layer.kernel: is 7, larger than the image [1, 4, 9] with padding 1"
            ),
            ("max_pool", [4], "run.yaml:1:8: layer: takes images [C, H, W], but gets [4]"),
            (
                "{type: max_pool, size: 3}", [4, 2, 8],
                "run.yaml:1:25: layer.size: is 3, larger than the image [4, 2, 8]"
            ),
            (
                "{type: average_pool, size: 2, padding: 2}", [4, 8, 8],
                "run.yaml:1:38: layer.padding: must be at most half of size"
            ),
            ("global_average_pool", [4], "run.yaml:1:8: layer: takes images [C, H, W], but gets [4]"),
            ("batch_norm", [4, 4], "run.yaml:1:8: layer: takes vectors [D] or images [C, H, W], but gets [4, 4]"),
            (
                "{type: residual_block, channels: 4}", [8, 4, 4],
                "run.yaml:1:31: layer.channels: is 4, fewer than the 8 of the input; use shortcut: projection"
            ),
            (
                "{type: dropout, rate: 1}", [4],
                "run.yaml:1:30: layer.rate: out of range: got 1; must be a number in [0, 1)"
            ),
        ] as [(String, [Int], String)])
    func refuses(_ yaml: String, input: [Int], message: String) throws {
        let fixtures = try ModelFixtures()
        expectError(message) { try fixtures.layer(yaml, input: Shape(input)) }
    }

    /// The shape a layer announces is the shape it gives.
    @Test(
        arguments: [
            ("relu", [5]), ("leaky_relu", [5]), ("gelu", [5]), ("tanh", [5]), ("sigmoid", [5]), ("batch_norm", [5]),
            ("dropout", [5]), ("flatten", [5]), ("{type: linear, width: 3}", [5]), ("relu", [3, 5, 4]),
            ("batch_norm", [3, 5, 4]), ("dropout", [3, 5, 4]), ("flatten", [3, 5, 4]),
            ("{type: conv2d, channels: 7}", [3, 5, 4]),
            ("{type: conv2d, channels: 7, stride: 2, kernel: 2}", [3, 5, 4]),
            ("max_pool", [3, 5, 4]), ("{type: average_pool, size: 3, stride: 2, padding: 1}", [3, 5, 4]),
            ("global_average_pool", [3, 5, 4]), ("{type: residual_block, channels: 3}", [3, 5, 4]),
            ("{type: residual_block, channels: 6}", [3, 5, 4]),
            ("{type: residual_block, channels: 6, stride: 2}", [3, 5, 4]),
            ("{type: residual_block, channels: 6, stride: 2, shortcut: average}", [3, 5, 3]),
            ("{type: residual_block, channels: 2, stride: 2, shortcut: projection}", [3, 5, 4]),
        ] as [(String, [Int])])
    func announcesItsShape(_ yaml: String, input: [Int]) throws {
        let fixtures = try ModelFixtures()
        let layer = try fixtures.layer(yaml, input: Shape(input))
        for pass in [ForwardPass.evaluation, .training(seed: 3)] {
            let output = layer(fixtures.batch(Shape([2] + input)), pass)
            #expect(output.shape == Shape([2] + Array(layer.outputShape)))
            #expect(output.doubles().allSatisfy { $0.isFinite })
        }
    }

    @Test func activationsAreTheirFormulas() throws {
        let fixtures = try ModelFixtures(scalarType: .float64)
        let values = [-3.0, -0.5, 0, 0.25, 4]
        let input = Tensor(values, shape: [1, 5], scalarType: .float64, on: fixtures.device)
        let expected: [(String, (Double) -> Double)] = [
            ("relu", { max($0, 0) }), ("{type: leaky_relu, slope: 0.2}", { $0 > 0 ? $0 : 0.2 * $0 }),
            ("gelu", { $0 * 0.5 * (1 + erf($0 / 2.0.squareRoot())) }), ("tanh", { tanh($0) }),
            ("sigmoid", { 1 / (1 + exp(-$0)) }),
        ]
        for (yaml, formula) in expected {
            let layer = try fixtures.layer(yaml, input: [5])
            expectClose(
                layer(input, .evaluation).doubles(), values.map(formula), relative: 1e-14, absolute: 1e-16, yaml)
        }
    }

    @Test func dropoutIsSeededAndUnbiased() throws {
        let fixtures = try ModelFixtures()
        let input = Tensor(filledWith: 1, shape: [100, 400], on: fixtures.device)
        let layer = try fixtures.layer("{type: dropout, rate: 0.3}", input: [400], index: 1)
        let other = try fixtures.layer("{type: dropout, rate: 0.3}", input: [400], index: 2)
        let output = layer(input, .training(seed: 5)).floats()
        #expect(Set(output) == [0, Float(1 / 0.7)])
        // 40,000 draws: ± 5 standard deviations of 92.
        #expect(abs(output.count { $0 == 0 } - 12_000) < 460)
        #expect(layer(input, .training(seed: 5)).floats() == output)
        #expect(layer(input, .training(seed: 6)).floats() != output)
        #expect(other(input, .training(seed: 5)).floats() != output)
        #expect(layer(input, .evaluation).floats() == input.floats())
    }

    /// Zero channels are added before and after when a block widens without halving.
    @Test func aWideningBlockPadsChannels() throws {
        let fixtures = try ModelFixtures()
        let layer = try fixtures.layer("{type: residual_block, channels: 5}", input: [2, 3, 3])
        // With the last normalisation at 0 the block is the ReLU of its shortcut.
        for parameter in fixtures.store.parameters where parameter.path == "bn2.weight" {
            parameter.assign(Tensor(zeros: [5], on: fixtures.device))
        }
        let input = fixtures.batch([1, 2, 3, 3]).abs()
        let planes = [Float](repeating: 0, count: 9) + input.floats() + [Float](repeating: 0, count: 18)
        #expect(layer(input, .evaluation).floats() == planes)
    }
}
