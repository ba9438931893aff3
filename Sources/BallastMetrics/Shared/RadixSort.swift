extension [UInt64] {
    /// Sorts ascending: least significant digit first, 11 bits a pass, leaving out the digits that all keys share (the
    /// low ones of scores that were computed in single precision). Needs as much memory again.
    mutating func radixSort() {
        let digitBits = 11
        let passes = 6
        let buckets = 1 << digitBits
        // Below this, clearing and summing the histograms costs more than comparing.
        guard count >= 4096 else {
            sort()
            return
        }
        func digit(_ key: UInt64, _ pass: Int) -> Int {
            Int(truncatingIfNeeded: key >> UInt64(pass * digitBits)) & (buckets - 1)
        }

        var histogram = [Int](repeating: 0, count: passes * buckets)
        histogram.withUnsafeMutableBufferPointer { histogram in
            for key in self {
                for pass in 0..<passes { histogram[pass * buckets + digit(key, pass)] += 1 }
            }
        }
        var scratch = [UInt64](repeating: 0, count: count)
        for pass in 0..<passes where histogram[pass * buckets + digit(self[0], pass)] < count {
            withUnsafeBufferPointer { keys in
                scratch.withUnsafeMutableBufferPointer { scratch in
                    histogram.withUnsafeMutableBufferPointer { histogram in
                        var start = 0
                        for bucket in pass * buckets..<(pass + 1) * buckets {
                            (histogram[bucket], start) = (start, start + histogram[bucket])
                        }
                        for key in keys {
                            let bucket = pass * buckets + digit(key, pass)
                            scratch[histogram[bucket]] = key
                            histogram[bucket] += 1
                        }
                    }
                }
            }
            swap(&self, &scratch)
        }
    }
}
