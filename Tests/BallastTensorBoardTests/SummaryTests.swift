import BallastTensorBoard
import Testing

@Suite struct SummaryTests {
    /// Six rows counted by hand; probabilities between two thresholds belong to the lower one.
    @Test func precisionAndRecallAreThoseOfEachThreshold() {
        let positive = [0.9, 0.5, 0.2, 0.505, 0.0, 1.0]
        let labels: [Int32] = [1, 1, 0, 0, 0, 1]
        let curve = PRCurve(
            of: 1, labels: labels, probabilities: positive.flatMap { [1 - $0, $0] }, classCount: 2)
        let expected: [(threshold: Int, counts: [Float])] = [
            // tp, fp, tn, fn
            (0, [3, 3, 0, 0]), (1, [3, 2, 1, 0]), (20, [3, 2, 1, 0]), (21, [3, 1, 2, 0]), (50, [3, 1, 2, 0]),
            (51, [2, 0, 3, 1]), (90, [2, 0, 3, 1]), (91, [1, 0, 3, 2]), (100, [1, 0, 3, 2]),
        ]
        for (threshold, counts) in expected {
            let row = curve.rows.map { $0[threshold] }
            #expect(Array(row[0..<4]) == counts, "threshold \(threshold)")
            #expect(row[4] == counts[0] / (counts[0] + counts[1]) && row[5] == counts[0] / 3)
        }
    }

    @Test func probabilitiesThatAreNoneDoNoHarm() {
        let curve = PRCurve(of: 0, labels: [0, 1, 1], probabilities: [.nan, 0, 7, 0, -3, 0], classCount: 2)
        #expect(curve.truePositives[0] == 1 && curve.truePositives[1] == 0)
        #expect(curve.falsePositives[0] == 2 && curve.falsePositives[100] == 1)
    }

    /// No row of the class: recall is 0, not a division by nothing.
    @Test func aClassWithoutRowsHasACurve() {
        let curve = PRCurve(of: 1, labels: [0, 0], probabilities: [1, 0, 0.5, 0.5], classCount: 2)
        #expect(curve.rows.allSatisfy { $0.allSatisfy(\.isFinite) })
        #expect(curve.rows[5].allSatisfy { $0 == 0 })
    }

    @Test func histogramsCountEveryValueOnce() throws {
        let values = (0...60).map { Float($0) / 2 }
        let histogram = try #require(LogitHistogram(values))
        #expect(histogram.minimum == 0 && histogram.maximum == 30 && histogram.limits.count == 30)
        #expect(histogram.counts == [Int](repeating: 2, count: 29) + [3])
        #expect(histogram.sum == 915 && histogram.sumOfSquares == values.reduce(0) { $0 + Double($1 * $1) })
        #expect(histogram.limits.last == 30)
    }

    @Test func histogramsOfOneValueAndOfNone() throws {
        let single = try #require(LogitHistogram([2, 2, 2]))
        #expect(single.counts == [3] && single.limits == [2])
        #expect(LogitHistogram([]) == nil)
        #expect(LogitHistogram([1, .nan]) == nil)
        #expect(LogitHistogram([1, .infinity]) == nil)
    }
}
