import BallastCore
import BallastSamplers
import Testing

/// Neighbours found by bounds are those that a comparison of all distances finds.
@Suite struct NeighbourSearchTests {
    struct Sample: CustomTestStringConvertible {
        let testDescription: String
        let width: Int
        let values: [Double]
        var count: Int { values.count / width }

        init(_ name: String, width: Int, _ values: [Double]) {
            testDescription = name
            self.width = width
            self.values = values
        }
    }

    static let samples: [Sample] = {
        let random = NumPyRandom(seed: 4)
        let normal = random.normal(count: 700 * 5)
        // Sorted by distance from the first row: the order that helps least.
        let line = (0..<2500).map { Double($0) }
        var outlier = random.normal(count: 300 * 3)
        outlier[7] = 3e30
        return [
            Sample("normal", width: 5, normal),
            Sample("one column", width: 1, random.normal(count: 400)),
            Sample("wide", width: 90, random.normal(count: 150 * 90)),
            Sample("far from the origin", width: 5, normal.map { 1e9 + $0 }),
            Sample("close together", width: 5, normal.map { 1 + 1e-12 * $0 }),
            Sample("ties", width: 2, random.integers(count: 600 * 2, in: 0..<6).map(Double.init)),
            Sample("all equal", width: 2, [Double](repeating: 0.3, count: 80)),
            Sample("a line", width: 1, line),
            Sample("an outlier", width: 3, outlier),
            Sample("very small", width: 5, normal.map { $0 * 1e-140 }),
            Sample("very large", width: 5, normal.map { $0 * 1e140 }),
            Sample("squares beyond doubles", width: 5, normal.map { $0 * 1e200 }),
            Sample("squares below doubles", width: 5, normal.map { $0 * 1e-200 }),
        ]
    }()

    /// Neighbours by comparing all distances, summed as the search sums them; of equal ones the first first.
    private func expected(
        _ sample: Sample, among searched: [Int], of query: Int, count: Int, farthest: Bool, excludingSelf: Bool
    ) -> (rows: [Int], distances: [Double]) {
        func distance(_ row: Int) -> Double {
            let squares = (0..<sample.width).map { column in
                let difference =
                    sample.values[query * sample.width + column] - sample.values[row * sample.width + column]
                return difference * difference
            }
            let whole = sample.width / 4 * 4
            let lanes = (0..<4).map { stride(from: $0, to: whole, by: 4).reduce(0) { $0 + squares[$1] } }
            return squares[whole...].reduce((lanes[0] + lanes[2]) + (lanes[1] + lanes[3]), +)
        }
        let ranked = searched.filter { !excludingSelf || $0 != query }.map { ($0, distance($0)) }
            .sorted { farthest ? ($1.1, $0.0) < ($0.1, $1.0) : ($0.1, $0.0) < ($1.1, $1.0) }.prefix(count)
        let best = farthest ? ranked.reversed() : Array(ranked)
        return (best.map(\.0), best.map(\.1))
    }

    @Test(arguments: samples, [1, 6])
    func nearest(_ sample: Sample, count: Int) {
        let all = Array(0..<sample.count)
        let points = Points(values: sample.values, width: sample.width)
        let found = NeighbourSearch(points, among: all, threads: 2).nearest(count, to: all, excludingSelf: true)
        #expect(found.count == sample.count)
        for query in all.indices where query % 7 == 0 {
            let expected = expected(
                sample, among: all, of: query, count: count, farthest: false, excludingSelf: true)
            #expect(Array(found[query]) == expected.rows, "row \(query)")
            let distances = found.squaredDistances[query * count..<(query + 1) * count]
            #expect(Array(distances) == expected.distances, "row \(query)")
        }
    }

    @Test(arguments: samples)
    func farthest(_ sample: Sample) {
        // Some rows, among some others.
        let queries = stride(from: 0, to: sample.count, by: 3).map { $0 }
        let searched = (0..<sample.count).filter { $0 % 3 != 0 }
        let points = Points(values: sample.values, width: sample.width)
        let found = NeighbourSearch(points, among: searched, threads: 1).farthest(4, from: queries)
        for (number, query) in queries.enumerated() where number % 5 == 0 {
            let expected = expected(
                sample, among: searched, of: query, count: 4, farthest: true, excludingSelf: false)
            #expect(Array(found[number]) == expected.rows, "row \(query)")
            #expect(Array(found.squaredDistances[number * 4..<number * 4 + 4]) == expected.distances, "row \(query)")
        }
    }

    @Test func threadsChangeNothing() {
        let sample = Self.samples[0]
        let all = Array(0..<sample.count)
        let points = Points(values: sample.values, width: sample.width)
        let one = NeighbourSearch(points, among: all, threads: 1).nearest(5, to: all, excludingSelf: true)
        for threads in [2, 5, 64] {
            let other = NeighbourSearch(points, among: all, threads: threads).nearest(5, to: all, excludingSelf: true)
            #expect(other.rows == one.rows && other.squaredDistances == one.squaredDistances)
        }
    }
}
