import BallastCore
import Testing

@Suite struct MersenneTwisterTests {
    /// The C++ standard fixes the 10,000th word of `std::mt19937` with its default seed.
    @Test func tenThousandthWordIsTheStandards() {
        var words = MersenneTwister(seed: 5489)
        for _ in 0..<9_999 { _ = words.next() }
        #expect(words.next() == 4_123_659_995)
    }

    @Test func wideWordIsTwoWordsTheFirstOneHigh() {
        var words = MersenneTwister(seed: 7)
        var same = words
        let high = UInt64(same.next())
        let low = UInt64(same.next())
        #expect(words.next64() == high << 32 | low)
    }

    @Test func runsAreTheSameWordsAcrossBlocks() {
        var words = MersenneTwister(seed: 1)
        var same = words
        for _ in 0..<100 { #expect(words.next() == same.next()) }
        var filled = [UInt32](repeating: 0, count: 2000)
        words.forEachRun(count: filled.count) { start, run in
            for (offset, word) in run.enumerated() { filled[start + offset] = word }
        }
        #expect(filled == (0..<2000).map { _ in same.next() })
        #expect(words.next() == same.next())
    }

    @Test func copyIsIndependent() {
        var words = MersenneTwister(seed: 3)
        let copy = words
        _ = words.next()
        #expect(copy.position != words.position)
    }
}
