/// MT19937, the 32-bit Mersenne Twister: the generator under NumPy's `RandomState` and under PyTorch's CPU generator.
///
/// Words come in blocks of 624: a whole block is generated and tempered at once, so that a draw is an array read and
/// bulk fills run over contiguous words. The type has value semantics; `NumPyRandom` and `TorchRandom` own one each.
///
/// It is not a `RandomNumberGenerator` on purpose: the standard library's algorithms above that protocol may change
/// between releases, and a stored seed must give the same numbers for ever.
///
/// Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998, doi:10.1145/272991.272995.
public struct MersenneTwister: Sendable {
    /// The number of words in the state, and in a block.
    public static let wordCount = 624

    /// The untempered state, as NumPy's `get_state()` shows it.
    public private(set) var key: [UInt32]
    /// How many words of the current block are used, 0 through 624.
    public private(set) var position: Int
    /// The current block after tempering.
    private var block: [UInt32]

    /// Seeds the state by Knuth's linear congruential recurrence (multiplier 1812433253), as both dialects do.
    public init(seed: UInt32) {
        var key = [UInt32](repeating: seed, count: Self.wordCount)
        for index in 1..<Self.wordCount {
            let previous = key[index - 1]
            key[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
        }
        self.key = key
        position = Self.wordCount
        block = key
    }

    /// A generator in a stored state: `key` has 624 words, `position` is in 0...624.
    package init(key: [UInt32], position: Int) {
        precondition(key.count == Self.wordCount && (0...Self.wordCount).contains(position))
        self.key = key
        self.position = position
        block = key
        temper()
    }

    /// The next 32-bit word.
    public mutating func next() -> UInt32 {
        if position == Self.wordCount { generateBlock() }
        defer { position += 1 }
        return block[position]
    }

    /// The next two words as one, the first one high.
    public mutating func next64() -> UInt64 {
        let high = next()
        return UInt64(high) << 32 | UInt64(next())
    }

    /// The next `count` words, in runs of consecutive ones: `body` gets the position of the run's first word among the
    /// `count`, and the run.
    package mutating func forEachRun(count: Int, _ body: (_ start: Int, _ words: UnsafeBufferPointer<UInt32>) -> Void) {
        var start = 0
        while start < count {
            if position == Self.wordCount { generateBlock() }
            let length = min(count - start, Self.wordCount - position)
            block.withUnsafeBufferPointer {
                body(start, UnsafeBufferPointer(rebasing: $0[position..<position + length]))
            }
            start += length
            position += length
        }
    }

    private mutating func generateBlock() {
        let count = Self.wordCount
        let middle = 397
        key.withUnsafeMutableBufferPointer { key in
            for index in 0..<count - middle {
                key[index] = key[index + middle] ^ Self.twist(key[index], key[index + 1])
            }
            for index in count - middle..<count - 1 {
                key[index] = key[index + middle - count] ^ Self.twist(key[index], key[index + 1])
            }
            key[count - 1] = key[middle - 1] ^ Self.twist(key[count - 1], key[0])
        }
        temper()
        position = 0
    }

    @inline(__always)
    private static func twist(_ upper: UInt32, _ lower: UInt32) -> UInt32 {
        let mixed = (upper & 0x8000_0000) | (lower & 0x7fff_ffff)
        return (mixed >> 1) ^ ((0 &- (mixed & 1)) & 0x9908_b0df)
    }

    private mutating func temper() {
        key.withUnsafeBufferPointer { key in
            block.withUnsafeMutableBufferPointer { block in
                for index in 0..<Self.wordCount {
                    var word = key[index]
                    word ^= word >> 11
                    word ^= (word << 7) & 0x9d2c_5680
                    word ^= (word << 15) & 0xefc6_0000
                    block[index] = word ^ (word >> 18)
                }
            }
        }
    }
}
