/// Sums in the order in which NumPy adds the elements of a contiguous array, so that they round alike.
///
/// Fewer than 8 elements are added one after the other, up to 128 in eight interleaved sums, more by halves whose lengths
/// are multiples of 8.
enum NumPySum {
    static func sum(_ values: ArraySlice<Double>) -> Double {
        let count = values.count
        let start = values.startIndex
        if count < 8 { return values.reduce(0, +) }
        if count <= 128 {
            var lanes = Array(values[start..<start + 8])
            let whole = count - count % 8
            for first in stride(from: 8, to: whole, by: 8) {
                for lane in 0..<8 { lanes[lane] += values[start + first + lane] }
            }
            let pairs = (lanes[0] + lanes[1], lanes[2] + lanes[3], lanes[4] + lanes[5], lanes[6] + lanes[7])
            var total = (pairs.0 + pairs.1) + (pairs.2 + pairs.3)
            for value in values[(start + whole)...] { total += value }
            return total
        }
        let half = count / 2 - count / 2 % 8
        return sum(values[..<(start + half)]) + sum(values[(start + half)...])
    }
}
