internal import CKernels

/// Looking for the small elements of a stretch of memory, with the vectors of this machine.
extension UnsafePointer<Float> {
    /// The first position from `start` on whose value is below the limit; `count` if there is none.
    package func firstPosition(below limit: Float, from start: Int, count: Int) -> Int {
        Int(ballast_first_below(self, Int64(start), Int64(count), limit))
    }

    /// A value that at least `rank` of `count` elements do not exceed, seldom much above the smallest such value; infinity
    /// for fewer than 16 elements, or a rank above 16.
    package func bound(ofSmallest rank: Int, count: Int) -> Float {
        guard 1...16 ~= rank, count >= 16 else { return .infinity }
        // The minima of 16 interleaved parts are elements themselves.
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: 16) { minima in
            guard let first = minima.baseAddress else { return .infinity }
            ballast_lane_minima(self, Int64(count), first)
            // The rank is small: moving that many to the front is faster than sorting.
            for place in 0..<rank {
                var other = place + 1
                while other < 16 {
                    if first[other] < first[place] { swap(&first[other], &first[place]) }
                    other += 1
                }
            }
            return first[rank - 1]
        }
    }
}
