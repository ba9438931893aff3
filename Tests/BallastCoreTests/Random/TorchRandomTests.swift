import BallastCore
import TestSupport
import Testing

/// PyTorch's own numbers: integers, permutations and uniforms to the bit, normals to the last bits of its functions.
@Suite struct TorchRandomTests {
    /// Every dataset comes from a fresh generator.
    @Test(arguments: 0..<4) func streamIsPyTorchs(_ number: Int) throws {
        let golden = try Golden("rng_torch").group("stream_\(number)")
        let seed = try #require(UInt64(exactly: golden.integer("seed")))
        let names = try golden.datasetNames
        #expect(names.count >= 43)
        for name in names {
            try check(RandomCall(dataset: name, of: golden), on: TorchRandom(seed: seed), golden, name)
        }
    }

    /// One generator through calls of all kinds: both normal algorithms in turn, and the second value that waits.
    @Test(arguments: 0..<2) func scriptIsPyTorchs(_ number: Int) throws {
        let golden = try Golden("rng_torch").group("script_\(number)")
        let calls: [RandomCall] = try RandomCall.decode(golden.text("calls"))
        var random = TorchRandom(seed: 1)
        #expect(calls.count == 12)
        for (index, call) in calls.enumerated() {
            if call.name == "manual_seed" {
                random = TorchRandom(seed: try call.unwrap(call.seed, "seed"))
            } else {
                try check(call, on: random, golden, numbered(index))
            }
        }
    }

    @Test func lowBitsOfTheSeedCount() {
        #expect(TorchRandom(seed: 1 << 40 | 7).state == TorchRandom(seed: 7).state)
    }

    /// 16 values or more leave the value that waits alone.
    @Test func blocksOfNormalsKeepTheCachedOne() {
        let random = TorchRandom(seed: 4)
        let first = random.normal(count: 1)
        let cached = random.state.cachedNormal
        _ = random.normal(count: 16)
        #expect(cached != nil)
        #expect(random.state.cachedNormal == cached)
        #expect(random.normal(count: 1) == [Float(cached ?? 0)])
        #expect(first != [Float(cached ?? 0)])
    }

    private func check(_ call: RandomCall, on random: TorchRandom, _ golden: Golden, _ name: String) throws {
        let isDouble = call.dtype == "float64"
        switch call.name {
        case "rand" where isDouble:
            #expect(try random.uniformDoubles(count: call.count) == golden.doubles(name).values, "\(name)")
        case "rand":
            #expect(try random.uniform(count: call.count) == golden.floats(name).values, "\(name)")
        case "randn" where isDouble:
            let values = random.normalDoubles(count: try call.count)
            expectClose(values, try golden.doubles(name).values, relative: 1e-14, name)
        case "randn", "normal_":
            let values = random.normal(
                count: try call.count, mean: call.mean ?? 0, standardDeviation: call.std ?? 1)
            expectClose(values, try golden.floats(name).values, relative: 0, absolute: 2e-6, name)
        case "randint":
            #expect(
                try random.integers(count: call.count, in: call.bounds) == golden.integers(name).values, "\(name)")
        case "randperm":
            #expect(try random.permutation(call.unwrap(call.n, "n")) == golden.integers(name).values, "\(name)")
        default:
            throw UnreadableCall(description: "\(name): unknown call \(call.name)")
        }
    }
}
