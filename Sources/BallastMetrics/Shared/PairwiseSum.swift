extension [Double] {
    /// The sum in the order in which NumPy adds a contiguous array, so that averages over classes are its to the bit and
    /// print alike: up to 7 values one after the other, up to 128 in eight interleaved sums, more by halves.
    var pairwiseSum: Double { withUnsafeBufferPointer { Self.pairwiseSum($0[...]) } }

    /// The mean; NaN of nothing.
    var mean: Double { pairwiseSum / Double(count) }

    private static func pairwiseSum(_ values: Slice<UnsafeBufferPointer<Double>>) -> Double {
        let count = values.count
        if count < 8 { return values.reduce(0, +) }
        if count <= 128 {
            var sums = Array(values.prefix(8))
            var start = values.startIndex + 8
            while start + 8 <= values.endIndex {
                for lane in 0..<8 { sums[lane] += values[start + lane] }
                start += 8
            }
            let sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
            return values[start...].reduce(sum, +)
        }
        let half = values.startIndex + count / 2 / 8 * 8
        return pairwiseSum(values[..<half]) + pairwiseSum(values[half...])
    }
}
