internal import BallastCore
internal import BallastTensor
internal import Dispatch

/// Makes rows on the lines between rows and their neighbours.
struct Interpolation {
    /// One row to make: x + step·(factor·(y − x)).
    struct Segment {
        /// Position of x.
        var row: Int
        /// Position of y.
        var neighbour: Int
        var step: Double
        var factor = 1.0
    }

    private let points: Points
    private let isSinglePrecision: Bool
    private let threads: Int
    private(set) var values: [Double] = []
    private(set) var labels: [Int32] = []

    /// - Parameter points: the rows of the table.
    init(_ points: Points, of table: FeatureTable, threads: Int) {
        self.points = points
        isSinglePrecision = table.isSinglePrecision
        self.threads = max(threads, 1)
    }

    /// Adds a row for each segment, rounded after every operation, as NumPy rounds it: of an array in single precision
    /// the difference and its multiple are in single precision too.
    mutating func add(_ segments: [Segment], label: Int) {
        let made = rows(segments)
        if values.isEmpty { values = made } else { values += made }
        labels.append(contentsOf: repeatElement(Int32(label), count: segments.count))
    }

    /// From this many values on, starting threads is worth it.
    private static let threadedCount = 1 << 16

    /// The features of the rows, row-major; each thread makes an unbroken part of them.
    private func rows(_ segments: [Segment]) -> [Double] {
        let count = segments.count * points.width
        let workers = count < Self.threadedCount ? 1 : min(threads, segments.count)
        return [Double](largeCount: count) { buffer in
            // Each thread writes a part of its own.
            nonisolated(unsafe) let target = buffer
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                let part = segments.count * worker / workers..<segments.count * (worker + 1) / workers
                if isSinglePrecision {
                    write(segments, part, to: target) { Double(Float($0)) }
                } else {
                    write(segments, part, to: target) { $0 }
                }
            }
        }
    }

    @inline(__always)
    private func write(
        _ segments: [Segment], _ part: Range<Int>, to target: UnsafeMutableBufferPointer<Double>,
        rounded: (Double) -> Double
    ) {
        let width = points.width
        points.values.withUnsafeBufferPointer { values in
            for index in part {
                let segment = segments[index]
                let own = UnsafeBufferPointer(rebasing: values[segment.row * width..<(segment.row + 1) * width])
                let other = UnsafeBufferPointer(
                    rebasing: values[segment.neighbour * width..<(segment.neighbour + 1) * width])
                let new = UnsafeMutableBufferPointer(rebasing: target[index * width..<(index + 1) * width])
                for column in 0..<width {
                    let difference = rounded(rounded(other[column] - own[column]) * segment.factor)
                    new.initializeElement(at: column, to: own[column] + segment.step * difference)
                }
            }
        }
    }

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
        var segments = zip(pairs, steps).map { pair, step in
            Segment(row: rows[pair / neighbours.size], neighbour: neighbours.rows[pair], step: step)
        }
        if let isForeign {
            let foreign = segments.indices.filter { isForeign(segments[$0].neighbour) }
            let drawn = random.generator().uniform(count: foreign.count, low: 0, high: 0.5)
            for (index, factor) in zip(foreign, drawn) { segments[index].factor = factor }
        }
        add(segments, label: label)
    }

    /// All given rows, then the made ones.
    func resampling(of rowCount: Int) -> Resampling {
        Resampling(rows: Array(0..<rowCount), madeValues: values, madeLabels: labels)
    }
}
