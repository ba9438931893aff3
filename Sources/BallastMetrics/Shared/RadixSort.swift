import Dispatch

extension [UInt64] {
    /// From this many keys on, starting a second thread is worth it.
    static let twoThreadCount = 1 << 18

    /// Sorts ascending, long lists in two threads; needs as much memory again.
    ///
    /// Each thread sorts a half; then one merges the smaller keys from the front and the other the larger ones from the
    /// back. Equal keys are the same number, so the result does not depend on who wrote it.
    mutating func radixSort() {
        // Below this, clearing and summing the histograms costs more than comparing.
        guard count >= 4096 else {
            sort()
            return
        }
        let count = count
        var scratch = [UInt64](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.initialize(repeating: 0)
            initialized = count
        }
        withUnsafeMutableBufferPointer { buffer in
            scratch.withUnsafeMutableBufferPointer { spareBuffer in
                // Each thread writes a part of its own.
                nonisolated(unsafe) let (keys, spare) = (buffer, spareBuffer)
                guard count >= Self.twoThreadCount else {
                    RadixSort.sort(keys, scratch: spare)
                    _ = spare.update(from: keys)
                    return
                }
                let half = count / 2
                DispatchQueue.concurrentPerform(iterations: 2) { part in
                    let range = part == 0 ? 0..<half : half..<count
                    RadixSort.sort(
                        UnsafeMutableBufferPointer(rebasing: keys[range]),
                        scratch: UnsafeMutableBufferPointer(rebasing: spare[range]))
                }
                DispatchQueue.concurrentPerform(iterations: 2) { part in
                    let (lower, upper) = (UnsafeBufferPointer(keys)[..<half], UnsafeBufferPointer(keys)[half...])
                    if part == 0 {
                        RadixSort.mergeSmallest(lower, upper, into: spare[..<half])
                    } else {
                        RadixSort.mergeLargest(lower, upper, into: spare[half...])
                    }
                }
            }
        }
        swap(&self, &scratch)
    }
}

private enum RadixSort {
    typealias Keys = Slice<UnsafeBufferPointer<UInt64>>

    static let digitBits = 11
    static let passes = 6
    static let buckets = 1 << digitBits

    @inline(__always)
    static func digit(_ key: UInt64, _ pass: Int) -> Int {
        Int(truncatingIfNeeded: key >> UInt64(pass * digitBits)) & (buckets - 1)
    }

    /// Sorts by the least significant digit first, leaving out the digits that all keys share (the low ones of scores
    /// that were computed in single precision). The result is in `keys`.
    static func sort(_ keys: UnsafeMutableBufferPointer<UInt64>, scratch: UnsafeMutableBufferPointer<UInt64>) {
        var histogram = [Int](repeating: 0, count: passes * buckets)
        histogram.withUnsafeMutableBufferPointer { histogram in
            for key in keys {
                for pass in 0..<passes { histogram[pass * buckets + digit(key, pass)] += 1 }
            }
            guard let first = keys.first else { return }
            var (source, target) = (keys, scratch)
            for pass in 0..<passes where histogram[pass * buckets + digit(first, pass)] < keys.count {
                var start = 0
                for bucket in pass * buckets..<(pass + 1) * buckets {
                    (histogram[bucket], start) = (start, start + histogram[bucket])
                }
                for key in source {
                    let bucket = pass * buckets + digit(key, pass)
                    target[histogram[bucket]] = key
                    histogram[bucket] += 1
                }
                swap(&source, &target)
            }
            if source.baseAddress != keys.baseAddress { _ = keys.update(from: source) }
        }
    }

    /// Merges as many of the smallest keys of two ascending lists as there is room for.
    static func mergeSmallest(_ left: Keys, _ right: Keys, into target: Slice<UnsafeMutableBufferPointer<UInt64>>) {
        var target = target
        var (first, second) = (left.startIndex, right.startIndex)
        for index in target.indices {
            if second == right.endIndex || (first < left.endIndex && left[first] <= right[second]) {
                target[index] = left[first]
                first += 1
            } else {
                target[index] = right[second]
                second += 1
            }
        }
    }

    /// Merges as many of the largest keys of two ascending lists as there is room for.
    static func mergeLargest(_ left: Keys, _ right: Keys, into target: Slice<UnsafeMutableBufferPointer<UInt64>>) {
        var target = target
        var (first, second) = (left.endIndex, right.endIndex)
        for index in target.indices.reversed() {
            if second == right.startIndex || (first > left.startIndex && left[first - 1] > right[second - 1]) {
                first -= 1
                target[index] = left[first]
            } else {
                second -= 1
                target[index] = right[second]
            }
        }
    }
}
