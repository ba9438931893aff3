import BallastCore

/// Statistics of groups of values over rows, in Double: one group for each column of a table, or each channel of images.
struct ColumnStatistics {
    /// Consecutive values of a row that belong to one group.
    let groupSize: Int
    let groupCount: Int

    /// The mean of every group.
    func means(of rows: any FittingRows) throws -> [Double] {
        var sums = [Double](repeating: 0, count: groupCount)
        try forEachGroup(of: rows) { group, values in
            var sum = 0.0
            for value in values { sum += Double(value) }
            sums[group] += sum
        }
        let count = Double(rows.rowCount * groupSize)
        return sums.map { $0 / count }
    }

    /// The standard deviation of every group about `means`, with the number of values as divisor.
    func standardDeviations(of rows: any FittingRows, means: [Double]) throws -> [Double] {
        var sums = [Double](repeating: 0, count: groupCount)
        try forEachGroup(of: rows) { group, values in
            let mean = means[group]
            var sum = 0.0
            for value in values {
                let difference = Double(value) - mean
                sum += difference * difference
            }
            sums[group] += sum
        }
        let count = Double(rows.rowCount * groupSize)
        return sums.map { ($0 / count).squareRoot() }
    }

    /// The smallest and the largest value of every group.
    func extremes(of rows: any FittingRows) throws -> (minima: [Double], maxima: [Double]) {
        var minima = [Double](repeating: .infinity, count: groupCount)
        var maxima = [Double](repeating: -.infinity, count: groupCount)
        try forEachGroup(of: rows) { group, values in
            for value in values {
                minima[group] = min(minima[group], Double(value))
                maxima[group] = max(maxima[group], Double(value))
            }
        }
        return (minima, maxima)
    }

    private func forEachGroup(
        of rows: any FittingRows, _ body: (_ group: Int, _ values: UnsafeBufferPointer<Float>) -> Void
    ) throws {
        precondition(
            rows.valuesPerRow == groupSize * groupCount, "rows are not of the shape the transform was made for")
        try rows.forEachBlock { values, count in
            for row in 0..<count {
                for group in 0..<groupCount {
                    let start = (row * groupCount + group) * groupSize
                    body(group, UnsafeBufferPointer(rebasing: values[start..<start + groupSize]))
                }
            }
        }
    }
}

/// What (value − offset) / scale makes of the values of each group, in place.
struct GroupwiseScaling {
    let offsets: [Float]
    let scales: [Float]
    let groupSize: Int

    init(offsets: [Double], scales: [Double], groupSize: Int) {
        self.offsets = offsets.map { Float($0) }
        self.scales = scales.map { Float($0) }
        self.groupSize = groupSize
    }

    func apply(to values: UnsafeMutableBufferPointer<Float>) {
        guard let base = values.baseAddress, !offsets.isEmpty else { return }
        let groups = offsets.count
        offsets.withUnsafeBufferPointer { offsets in
            scales.withUnsafeBufferPointer { scales in
                guard groupSize > 1 else { return Self.scaleColumns(values, offsets: offsets, scales: scales) }
                for start in 0..<values.count / groupSize {
                    let group = start % groups
                    Self.scale(base + start * groupSize, groupSize, offset: offsets[group], scale: scales[group])
                }
            }
        }
    }

    @inline(__always)
    private static func scale(_ values: UnsafeMutablePointer<Float>, _ count: Int, offset: Float, scale: Float) {
        for index in 0..<count { values[index] = (values[index] - offset) / scale }
    }

    private static func scaleColumns(
        _ values: UnsafeMutableBufferPointer<Float>, offsets: UnsafeBufferPointer<Float>,
        scales: UnsafeBufferPointer<Float>
    ) {
        guard let base = values.baseAddress, let offset = offsets.baseAddress, let scale = scales.baseAddress else {
            return
        }
        let columns = offsets.count
        for row in stride(from: 0, to: values.count, by: columns) {
            let line = base + row
            for column in 0..<columns { line[column] = (line[column] - offset[column]) / scale[column] }
        }
    }
}
