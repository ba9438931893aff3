import BallastCore
import Testing

@Suite struct CounterRandomTests {
    /// The known answers that the generator's authors publish (Random123, kat_vectors).
    @Test func blocksAreThePublishedOnes() {
        let zero = CounterRandom.philox(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
        #expect(zero == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = CounterRandom.philox(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        let pi = CounterRandom.philox(
            counter: SIMD4(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: SIMD2(0xa409_3822, 0x299f_31d0))
        #expect(pi == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test func everyCoordinateSeparates() {
        var streams = [
            CounterRandom(seed: 1, epoch: 0, index: 0), CounterRandom(seed: 2, epoch: 0, index: 0),
            CounterRandom(seed: 1 << 33 | 1, epoch: 0, index: 0), CounterRandom(seed: 1, epoch: 1, index: 0),
            CounterRandom(seed: 1, epoch: 0, index: 1), CounterRandom(seed: 1, epoch: 0, index: 1 << 40),
            CounterRandom(seed: 1, epoch: 0, index: 0, lane: 1),
        ]
        let first = streams.indices.map { streams[$0].next64() }
        #expect(Set(first).count == streams.count)
    }

    /// The numbers of an example depend neither on what others drew before nor on the thread.
    @Test func orderAndThreadsDoNotMatter() async {
        @Sendable func draws(_ index: Int) -> [Double] {
            var random = CounterRandom(seed: 7, epoch: 3, index: index)
            return (0..<5).map { _ in random.uniform() }
        }
        let forward = (0..<50).map(draws)
        let concurrent = await withTaskGroup(of: (Int, [Double]).self) { group in
            for index in (0..<50).reversed() { group.addTask { (index, draws(index)) } }
            return await group.reduce(into: [[Double]](repeating: [], count: 50)) { $0[$1.0] = $1.1 }
        }
        #expect(forward == concurrent)
        #expect(Set(forward.map { $0[0] }).count == 50)
    }

    @Test func integersCoverTheirRangeEvenly() {
        var random = CounterRandom(seed: 1, epoch: 0, index: 0)
        var counts = [Int](repeating: 0, count: 9)
        for _ in 0..<90_000 { counts[random.integer(in: -4..<5) + 4] += 1 }
        // 10,000 each with a standard deviation of 94.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 400 })
        #expect(random.integer(in: 3..<4) == 3)
        #expect((0..<100).allSatisfy { _ in (Int.min..<Int.max).contains(random.integer(in: Int.min..<Int.max)) })
    }

    @Test func realNumbersHaveTheirMoments() {
        var random = CounterRandom(seed: 1, epoch: 0, index: 5)
        let count = 100_000
        let uniforms = (0..<count).map { _ in random.uniform(low: -1, high: 3) }
        #expect(uniforms.allSatisfy { (-1..<3).contains($0) })
        #expect(abs(uniforms.reduce(0, +) / Double(count) - 1) < 0.02)
        let normals = (0..<count).map { _ in random.normal() }
        #expect(abs(normals.reduce(0, +) / Double(count)) < 0.02)
        #expect(abs(normals.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 0.03)
        let heads = (0..<count).count { _ in random.bernoulli(0.25) }
        #expect(abs(heads - count / 4) < 800)
    }
}
