/// How values are distributed, in 30 buckets of one width from the least to the greatest.
package struct LogitHistogram {
    package static let bucketCount = 30

    /// The upper limit of each bucket, inclusive; the last is the greatest value.
    package let limits: [Double]
    package let counts: [Int]
    package let minimum: Double
    package let maximum: Double
    package let sum: Double
    package let sumOfSquares: Double

    /// Nil of no values, or of any that is no number or infinite.
    package init?(_ values: [Float]) {
        guard let least = values.min(), let greatest = values.max(), values.allSatisfy(\.isFinite) else { return nil }
        (minimum, maximum) = (Double(least), Double(greatest))
        sum = values.reduce(0) { $0 + Double($1) }
        sumOfSquares = values.reduce(0) { $0 + Double($1) * Double($1) }
        guard least < greatest else {
            (limits, counts) = ([maximum], [values.count])
            return
        }
        let (first, last) = (Double(least), Self.bucketCount - 1)
        let width = (Double(greatest) - first) / Double(Self.bucketCount)
        var counts = [Int](repeating: 0, count: Self.bucketCount)
        for value in values { counts[min(Int((Double(value) - first) / width), last)] += 1 }
        self.counts = counts
        limits = (0..<last).map { first + Double($0 + 1) * width } + [Double(greatest)]
    }

    func summary(tag: String) -> TensorBoardSummary.Value {
        .with {
            $0.tag = tag
            $0.histogram.min = minimum
            $0.histogram.max = maximum
            $0.histogram.num = Double(counts.reduce(0, +))
            $0.histogram.sum = sum
            $0.histogram.sumSquares = sumOfSquares
            $0.histogram.bucketLimit = limits
            $0.histogram.bucket = counts.map(Double.init)
        }
    }
}
