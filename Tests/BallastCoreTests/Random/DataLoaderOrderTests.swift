import BallastCore
import TestSupport
import Testing

/// The order in which PyTorch's DataLoader visits rows, and what it draws on the way, epoch by epoch.
@Suite struct DataLoaderOrderTests {
    @Test(arguments: 0..<6) func orderIsPyTorchs(_ number: Int) throws {
        let golden = try Golden("rng_torch").group("loader_\(number)")
        let seed = try #require(UInt64(exactly: golden.integer("seed")))
        let setup: Setup = try RandomCall.decode(golden.text("parameters"))
        let defaultStream = TorchRandom(seed: seed)
        let ownStream = TorchRandom(seed: seed)
        for layer in setup.before ?? [] { _ = layer.initialValues(from: defaultStream) }

        let indices = try golden.integers("indices")
        for epoch in 0..<setup.epochs {
            let random = setup.ownGenerator == true ? ownStream : defaultStream
            let order = draw(setup, from: random)
            #expect(try Int(order.baseSeed) == golden.integers("base_seed").values[epoch])
            #expect(try order.samplerSeed.map(Int.init) ?? -1 == golden.integers("sampler_seed").values[epoch])
            if epoch < setup.stored {
                let width = indices.shape[1]
                #expect(Array(order.indices.prefix(width)) == indices[row: epoch].values)
            }
            let position = TorchRandom(state: defaultStream.state)
            #expect(try position.uniform(count: 2) == golden.floats("probe")[row: epoch].values)
            for call in setup.between ?? [] {
                _ =
                    call.name == "rand"
                    ? defaultStream.uniform(count: try call.count)
                    : defaultStream.normal(count: try call.count)
            }
        }
    }

    private typealias Draw = (baseSeed: UInt64, samplerSeed: UInt64?, indices: [Int])

    private func draw(_ setup: Setup, from random: TorchRandom) -> Draw {
        if setup.shuffle == false { return (random.seed(), nil, Array(0..<setup.n)) }
        let order =
            setup.ownGenerator == true
            ? random.dataLoaderOrderAsOwnGenerator(count: setup.n) : random.dataLoaderOrder(count: setup.n)
        return (order.baseSeed, order.samplerSeed, order.indices)
    }

    private struct Setup: Decodable {
        let n: Int
        let epochs: Int
        let stored: Int
        let shuffle: Bool?
        let ownGenerator: Bool?
        let before: [GoldenLayer]?
        let between: [RandomCall]?
    }
}
