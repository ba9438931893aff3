import Foundation

/// Random numbers that depend on nothing but (seed, epoch, index, lane): what augmentation draws from.
///
/// Philox4x32-10, a counter-based generator: the seed is the key, and (epoch, index, lane, number of the block) the
/// counter, so that two examples, epochs or lanes never share a number, whichever thread prepares them in whichever
/// order, and nothing needs to be stored to resume. (SplitMix64, the simpler choice, walks one cycle of 2⁶⁴ for all
/// seeds: streams would be stretches of it that can overlap.) A value type: copy it to draw the same again.
///
/// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011, doi:10.1145/2063384.2063405.
public struct CounterRandom: Sendable {
    private let key: SIMD2<UInt32>
    private var counter: SIMD4<UInt32>
    private var block = SIMD4<UInt32>()
    private var used = 4

    /// - Parameters:
    ///   - seed: the run's seed.
    ///   - epoch: 0-based; its low 32 bits count.
    ///   - index: the example's row in the dataset; its low 56 bits count.
    ///   - lane: separates the draws of one transform from another's on the same example.
    public init(seed: UInt64, epoch: Int, index: Int, lane: UInt8 = 0) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        let row = UInt64(truncatingIfNeeded: index) & (1 << 56 - 1) | UInt64(lane) << 56
        counter = SIMD4(
            0, UInt32(truncatingIfNeeded: epoch), UInt32(truncatingIfNeeded: row), UInt32(truncatingIfNeeded: row >> 32)
        )
    }

    /// The next 32-bit word; they repeat after 2³⁴.
    public mutating func next() -> UInt32 {
        if used == 4 {
            block = Self.philox(counter: counter, key: key)
            counter[0] &+= 1
            used = 0
        }
        defer { used += 1 }
        return block[used]
    }

    /// The next two words as one, the first one high.
    public mutating func next64() -> UInt64 {
        let high = next()
        return UInt64(high) << 32 | UInt64(next())
    }

    /// A double in [0, 1) with 53 random bits; takes two words.
    public mutating func uniform() -> Double {
        Double(next64() >> 11) * 0x1p-53
    }

    /// A double in [low, high).
    public mutating func uniform(low: Double, high: Double) -> Double {
        low + (high - low) * uniform()
    }

    /// True with the given probability.
    public mutating func bernoulli(_ probability: Double) -> Bool {
        uniform() < probability
    }

    /// A standard normal (Box–Muller, the second value dropped); takes four words.
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }

    /// An integer of `range`, which must not be empty, without bias (masked rejection); takes one word at the least
    /// unless the range has one value.
    public mutating func integer(in range: Range<Int>) -> Int {
        precondition(!range.isEmpty, "cannot draw an integer from an empty range")
        let maximum = UInt64(bitPattern: Int64(range.upperBound &- 1 &- range.lowerBound))
        if maximum == 0 { return range.lowerBound }
        let mask = UInt64.max >> UInt64(maximum.leadingZeroBitCount)
        while true {
            let value = (maximum <= UInt64(UInt32.max) ? UInt64(next()) : next64()) & mask
            if value <= maximum { return range.lowerBound &+ Int(truncatingIfNeeded: value) }
        }
    }

    /// Ten rounds of Philox4x32.
    package static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var counter = counter
        var key = key
        for _ in 0..<10 {
            let first = UInt64(counter[0]) * 0xd251_1f53
            let second = UInt64(counter[2]) * 0xcd9e_8d57
            counter = SIMD4(
                UInt32(truncatingIfNeeded: second >> 32) ^ counter[1] ^ key[0], UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ counter[3] ^ key[1], UInt32(truncatingIfNeeded: first))
            key &+= SIMD2(0x9e37_79b9, 0xbb67_ae85)
        }
        return counter
    }
}
