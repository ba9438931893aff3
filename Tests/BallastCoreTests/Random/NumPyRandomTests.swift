import BallastCore
import TestSupport
import Testing

/// NumPy's own numbers: integers and uniforms to the bit, what went through a logarithm to its last bits.
@Suite struct NumPyRandomTests {
    /// Every dataset comes from a fresh generator.
    @Test(arguments: 0..<5) func streamIsNumPys(_ number: Int) throws {
        let golden = try Golden("rng_numpy").group("stream_\(number)")
        let seed = try #require(UInt32(exactly: golden.integer("seed")))
        var checked = 0
        for name in try golden.datasetNames where name != "shuffle_input" {
            let call = try RandomCall(dataset: name, of: golden)
            try check(call, on: NumPyRandom(seed: seed), golden, name)
            checked += 1
        }
        #expect(checked == 32)
    }

    /// One generator through calls of all kinds: what each consumes, and how long the second normal waits.
    @Test(arguments: ["interleaved", "cached_normal", "two_shuffles"]) func scriptIsNumPys(_ name: String) throws {
        let golden = try Golden("rng_numpy").group("scripts/\(name)")
        let random = NumPyRandom(seed: try #require(UInt32(exactly: golden.integer("seed"))))
        let calls: [RandomCall] = try RandomCall.decode(golden.text("calls"))
        #expect(calls.count >= 4)
        for (index, call) in calls.enumerated() { try check(call, on: random, golden, numbered(index)) }
    }

    @Test func normalsOneByOneAreNormalsAtOnce() {
        let single = NumPyRandom(seed: 5)
        let bulk = NumPyRandom(seed: 5)
        let values = (0..<9).map { _ in single.normal() }
        #expect(bulk.normal(count: 4) + bulk.normal(count: 5) == values)
        #expect(single.state == bulk.state)
    }

    @Test func singleDrawsAreBulkDraws() {
        let single = NumPyRandom(seed: 9)
        let bulk = NumPyRandom(seed: 9)
        #expect((0..<5).map { _ in single.uniform() } == bulk.uniform(count: 5))
        #expect((0..<5).map { _ in single.integer(in: -3..<100) } == bulk.integers(count: 5, in: -3..<100))
    }

    @Test func rangeOfOneValueConsumesNothing() {
        let random = NumPyRandom(seed: 9)
        let before = random.state
        #expect(random.integers(count: 3, in: 7..<8) == [7, 7, 7])
        #expect(random.state == before)
    }

    /// Long-tailed CIFAR-10 subsets as LDAM's authors draw them: one stream over the classes.
    @Test func longTailSubsetStartsAsPublished() {
        let random = NumPyRandom(seed: 0)
        let starts = (0..<10).map { _ in
            var positions = Array(0..<5000)
            random.shuffle(&positions)
            return Array(positions.prefix(3))
        }
        #expect(starts[0] == [398, 3833, 4836])
        #expect(starts[1] == [597, 332, 521])
        #expect(starts[9] == [2204, 3816, 2206])
    }

    private func check(_ call: RandomCall, on random: NumPyRandom, _ golden: Golden, _ name: String) throws {
        switch call.name {
        case "bytes":
            let words = try (0..<call.unwrap(call.length, "length") / 4).map { _ in random.word() }
            #expect(try golden.uint32s(name).values == words)
        case "randint", "permutation", "shuffle", "choice":
            #expect(try integers(call, from: random, golden) == golden.integers(name).values, "\(name)")
        case "random_sample":
            #expect(try random.uniform(count: call.count) == golden.doubles(name).values, "\(name)")
        case "uniform":
            let (low, high) = try (call.unwrap(call.low, "low").real, call.unwrap(call.high, "high").real)
            #expect(
                try random.uniform(count: call.count, low: low, high: high) == golden.doubles(name).values, "\(name)")
        case "standard_normal", "normal":
            let values = try random.normal(
                count: call.count, mean: call.loc ?? 0, standardDeviation: call.scale ?? 1)
            expectClose(values, try golden.doubles(name).values, relative: 1e-14, name)
        case "exponential":
            let values = try random.exponential(count: call.count, scale: call.unwrap(call.scale, "scale"))
            expectClose(values, try golden.doubles(name).values, relative: 1e-14, name)
        default:
            throw UnreadableCall(description: "\(name): unknown call \(call.name)")
        }
    }

    private func integers(_ call: RandomCall, from random: NumPyRandom, _ golden: Golden) throws -> [Int] {
        switch call.name {
        case "randint":
            return try random.integers(count: call.count, in: call.bounds)
        case "permutation":
            return random.permutation(try call.unwrap(call.n, "n"))
        case "choice":
            let replace = try call.unwrap(call.replace, "replace")
            if let probabilities = call.p {
                return random.choice(probabilities: probabilities, count: try call.count, replace: replace)
            }
            return random.choice(try call.unwrap(call.n, "n"), count: try call.count, replace: replace)
        default:
            guard let rows = call.rows, let columns = call.columns else {
                let hasInput = try golden.contains("shuffle_input")
                var values =
                    try hasInput
                    ? golden.integers("shuffle_input").values : Array(0..<call.unwrap(call.n, "n"))
                random.shuffle(&values)
                return values
            }
            var matrix = (0..<rows).map { row in (0..<columns).map { row * columns + $0 } }
            random.shuffle(&matrix)
            return Array(matrix.joined())
        }
    }
}
