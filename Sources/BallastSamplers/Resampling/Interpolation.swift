internal import BallastCore

/// Makes rows on the lines between rows and their neighbours.
struct Interpolation {
    private let points: Points
    private let isSinglePrecision: Bool
    private(set) var values: [Double] = []
    private(set) var labels: [Int32] = []

    /// - Parameter points: the rows of the table.
    init(_ points: Points, of table: FeatureTable) {
        self.points = points
        isSinglePrecision = table.isSinglePrecision
    }

    /// Adds x + step·(factor·(y − x)), rounded after every operation, as NumPy rounds it: of an array in single precision
    /// the difference and its multiple are in single precision too.
    mutating func add(from row: Int, towards neighbour: Int, step: Double, factor: Double = 1, label: Int) {
        let width = points.width
        let (own, other) = (row * width, neighbour * width)
        for column in 0..<width {
            let value = points.values[own + column]
            let difference = rounded(rounded(points.values[other + column] - value) * factor)
            values.append(value + step * difference)
        }
        labels.append(Int32(label))
    }

    @inline(__always)
    private func rounded(_ value: Double) -> Double { isSinglePrecision ? Double(Float(value)) : value }

    /// Adds rows between rows and neighbours that are drawn as SMOTE draws them: first all pairs, then all steps, then,
    /// for neighbours of other classes, all factors.
    ///
    /// - Parameters:
    ///   - rows: the rows that neighbours were sought of.
    ///   - isForeign: whether a neighbour is of another class, towards which only half the way is gone at most; nil if
    ///     there are none.
    mutating func addDrawn(
        _ count: Int, rows: [Int], neighbours: NeighbourLists, label: Int, random: RandomSource,
        isForeign: ((Int) -> Bool)? = nil
    ) {
        let stream = random.generator()
        let pairs = stream.integers(count: count, in: 0..<neighbours.rows.count)
        let steps = stream.uniform(count: count)
        var factors = [Double](repeating: 1, count: count)
        if let isForeign {
            let foreign = pairs.indices.filter { isForeign(neighbours.rows[pairs[$0]]) }
            let drawn = random.generator().uniform(count: foreign.count, low: 0, high: 0.5)
            for (index, factor) in zip(foreign, drawn) { factors[index] = factor }
        }
        values.reserveCapacity(values.count + count * points.width)
        for index in 0..<count {
            add(
                from: rows[pairs[index] / neighbours.size], towards: neighbours.rows[pairs[index]], step: steps[index],
                factor: factors[index], label: label)
        }
    }

    /// All given rows, then the made ones.
    func resampling(of rowCount: Int) -> Resampling {
        Resampling(rows: Array(0..<rowCount), madeValues: values, madeLabels: labels)
    }
}
