import BallastCore
import TestSupport
import Testing

/// A layer as the golden file describes it.
struct GoldenLayer: Decodable {
    let layer: String
    let bias: Bool
    let inFeatures: Int?
    let outFeatures: Int?
    let inChannels: Int?
    let outChannels: Int?
    let kernelSize: [Int]?
    let groups: Int?

    /// Linear [out, in], Conv2d [out, in / groups, height, width].
    var weightShape: [Int] {
        if let inFeatures, let outFeatures { return [outFeatures, inFeatures] }
        return [outChannels ?? 0, (inChannels ?? 0) / (groups ?? 1)] + (kernelSize ?? [])
    }

    func initialValues(from random: TorchRandom) -> (weight: [Float], bias: [Float]?) {
        let weight = Initializer.torchWeight.values(shape: weightShape, using: random)
        guard bias else { return (weight, nil) }
        let fan = Fan(shape: weightShape)
        return (weight, Initializer.torchBias.values(count: weightShape[0], fan: fan, using: random))
    }
}

@Suite struct InitializerTests {
    /// Layers built one after the other from one stream have PyTorch's weights to the bit.
    @Test(arguments: 0..<3) func layersStartAsPyTorchs(_ number: Int) throws {
        let golden = try Golden("rng_torch").group("init_\(number)")
        let layers: [GoldenLayer] = try RandomCall.decode(golden.text("layers"))
        let random = TorchRandom(seed: try #require(UInt64(exactly: golden.integer("seed"))))
        for (index, layer) in layers.enumerated() {
            let values = layer.initialValues(from: random)
            let weight = try golden.floats(numbered(index) + "_weight")
            #expect(weight.shape == layer.weightShape)
            #expect(weight.values == values.weight, "layer \(index)")
            if let bias = values.bias {
                #expect(try golden.floats(numbered(index) + "_bias").values == bias, "layer \(index)")
            }
        }
        #expect(try random.uniform(count: 4) == golden.floats("probe").values)
    }

    @Test func fanCountsTheReceptiveField() {
        #expect(Fan(shape: [16, 30]) == Fan(input: 30, output: 16))
        #expect(Fan(shape: [12, 4, 3, 5]) == Fan(input: 60, output: 180))
    }

    /// Bounds and deviations by their formulas, over enough draws to tell a wrong factor.
    @Test func scalesFollowTheFan() throws {
        let shape = [256, 64, 3, 3]
        let (fanIn, fanOut) = (64.0 * 9, 256.0 * 9)
        let deviations: [(Initializer, Double)] = [
            (.kaimingNormal(), (2 / fanIn).squareRoot()),
            (.kaimingNormal(slope: 1), (1 / fanIn).squareRoot()),
            (.kaimingUniform(slope: 0), (2 / fanIn).squareRoot()),
            (.torchWeight, (1 / fanIn / 3).squareRoot()),
            (.xavierNormal(), (2 / (fanIn + fanOut)).squareRoot()),
            (.xavierUniform(gain: 2), 2 * (2 / (fanIn + fanOut)).squareRoot()),
            (.normal(mean: 0, standardDeviation: 0.3), 0.3),
            (.uniform(low: -0.6, high: 0.6), 0.6 / 3.0.squareRoot()),
        ]
        for (initializer, deviation) in deviations {
            let values = initializer.values(shape: shape, using: TorchRandom(seed: 1)).map(Double.init)
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            expectClose(variance.squareRoot(), deviation, relative: 0.01, "\(initializer)")
            expectClose(mean, 0, relative: 0, absolute: 0.01 * deviation, "\(initializer)")
        }
    }

    @Test func uniformsStayInTheirBounds() {
        let bound = Float(1 / 7.0.squareRoot())
        let weight = Initializer.torchWeight.values(shape: [3000, 7], using: TorchRandom(seed: 2))
        let bias = Initializer.torchBias.values(
            count: 3000, fan: Fan(input: 7, output: 3000), using: TorchRandom(seed: 3))
        for values in [weight, bias] {
            #expect(values.allSatisfy { abs($0) <= bound })
            #expect(values.contains { abs($0) > 0.99 * bound })
        }
    }

    @Test func constantsDrawNothing() {
        let random = TorchRandom(seed: 2)
        let before = random.state
        #expect(Initializer.zeros.values(shape: [3], using: random) == [0, 0, 0])
        #expect(Initializer.ones.values(shape: [2], using: random) == [1, 1])
        #expect(Initializer.constant(-2.5).values(shape: [], using: random) == [-2.5])
        #expect(random.state == before)
    }
}
