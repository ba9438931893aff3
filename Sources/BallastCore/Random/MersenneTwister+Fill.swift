// Loops over the generator's words. They are methods of the struct, not of the classes that own one: there the compiler
// would guard every single draw against overlapping access and reference counts.
extension MersenneTwister {
    /// An array of `count` values, each drawn by `draw`.
    @inline(__always)
    mutating func values<Value>(count: Int, _ draw: (inout MersenneTwister) -> Value) -> [Value] {
        [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer.initializeElement(at: index, to: draw(&self)) }
            initialized = count
        }
    }

    /// NumPy's double in [0, 1): 27 bits of one word and 26 of the next over 2⁵³.
    @inline(__always)
    mutating func numpyUniform() -> Double {
        let high = next() >> 5
        let low = next() >> 6
        return (Double(high) * 0x1p26 + Double(low)) * 0x1p-53
    }

    /// PyTorch's double in [0, 1): the low 53 bits of two words over 2⁵³.
    @inline(__always)
    mutating func torchUniform() -> Double {
        Double(next64() & (1 << 53 - 1)) * 0x1p-53
    }

    /// A number in 0...maximum by masked rejection: NumPy's `randint` and `shuffle` draw this way. A maximum of 0
    /// consumes nothing.
    @inline(__always)
    mutating func masked(through maximum: UInt64) -> UInt64 {
        if maximum == 0 { return 0 }
        let mask = UInt64.max >> UInt64(maximum.leadingZeroBitCount)
        while true {
            let value = (maximum <= UInt64(UInt32.max) ? UInt64(next()) : next64()) & mask
            if value <= maximum { return value }
        }
    }

    /// NumPy's shuffle of `count` places, from place `last` down to place `last − targets.count + 1`: with which place
    /// each is swapped.
    mutating func shuffleTargets(from last: Int, into targets: UnsafeMutableBufferPointer<Int>) {
        for index in targets.indices { targets[index] = Int(masked(through: UInt64(last - index))) }
    }

    /// PyTorch's `randperm`, described at `TorchRandom.permutation`.
    mutating func torchPermutation(_ order: UnsafeMutableBufferPointer<Int>) {
        let count = order.count
        if count < Int(UInt32.max / 20) {
            for index in 0..<max(count - 1, 0) {
                order.swapAt(index, index + Int(next() % UInt32(count - index)))
            }
        } else {
            for index in 0..<count {
                let other = Int(next64() % UInt64(index + 1))
                order[index] = order[other]
                order[other] = index
            }
        }
    }
}
