extension TorchRandom {
    /// Integers of `range`, which must not be empty (`torch.randint(low, high, (count,))`).
    ///
    /// One word modulo the range below 2²⁸, two from 2²⁸ on; modulo, so slightly biased, as PyTorch's are.
    public func integers(count: Int, in range: Range<Int>) -> [Int] {
        precondition(!range.isEmpty, "cannot draw an integer from an empty range")
        let size = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
        return words.values(count: count) { words in
            let draw = size < 1 << 28 ? UInt64(words.next()) : words.next64()
            return range.lowerBound &+ Int(truncatingIfNeeded: draw % size)
        }
    }

    /// The numbers 0..<count in random order (`torch.randperm(count)`): one word for each of count − 1 swaps.
    ///
    /// From (2³² − 1) / 20 numbers on PyTorch goes over to two words for each of the numbers, built inside out.
    public func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        order.withUnsafeMutableBufferPointer { words.torchPermutation($0) }
        return order
    }

    /// A seed in 0..<2⁶³: 64 bits, the top one cleared (`torch.empty((), dtype=torch.int64).random_()`).
    public func seed() -> UInt64 {
        words.next64() & (UInt64.max >> 1)
    }
}

/// One epoch of PyTorch's `DataLoader(dataset, shuffle=True)`: what it draws and the order that follows.
public struct DataLoaderOrder: Sendable, Equatable {
    /// The seed for worker processes, drawn first in every epoch, used or not.
    public let baseSeed: UInt64
    /// The seed of the random sampler's own generator; nil where the sampler draws from the loader's.
    public let samplerSeed: UInt64?
    /// The rows in the order in which they are visited.
    public let indices: [Int]
}

extension TorchRandom {
    /// The order of one epoch of `DataLoader(dataset of count rows, shuffle=True)`, drawn from the default generator.
    ///
    /// Two seeds are drawn here, the loader's and the sampler's; the permutation comes from a generator seeded with the
    /// second. So the stream moves on by four words however many rows there are. Without shuffling, PyTorch still
    /// draws the first: call `seed()`.
    public func dataLoaderOrder(count: Int) -> DataLoaderOrder {
        let baseSeed = seed()
        let samplerSeed = seed()
        let indices = TorchRandom(seed: samplerSeed).permutation(count)
        return DataLoaderOrder(baseSeed: baseSeed, samplerSeed: samplerSeed, indices: indices)
    }

    /// The order of one epoch of `DataLoader(…, shuffle=True, generator=self)`.
    ///
    /// Base seed and permutation come from this stream itself; then the sampler draws one more whole permutation, of
    /// which it uses nothing, at the end of the epoch.
    public func dataLoaderOrderAsOwnGenerator(count: Int) -> DataLoaderOrder {
        let baseSeed = seed()
        let indices = permutation(count)
        _ = permutation(count)
        return DataLoaderOrder(baseSeed: baseSeed, samplerSeed: nil, indices: indices)
    }
}
