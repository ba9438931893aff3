/// The receiver operating characteristic: the rates of false and of true positives at every threshold, from the highest
/// down.
///
/// The first point is (0, 0), at an infinite threshold. A rate without examples is NaN. Equals scikit-learn's
/// `roc_curve`; without any example there is the first point alone.
public struct ROCCurve: Equatable, Sendable {
    /// FP / N, ascending.
    public let falsePositiveRates: [Double]
    /// TP / P, ascending.
    public let truePositiveRates: [Double]
    /// Descending; the first is infinite.
    public let thresholds: [Double]

    private struct Point {
        var score: Double
        var truePositives: Int
        var falsePositives: Int

        /// Whether the step from this point to the next is the one that led here from the last.
        func isBetween(_ last: Point, _ next: Point) -> Bool {
            next.truePositives - truePositives == truePositives - last.truePositives
                && next.falsePositives - falsePositives == falsePositives - last.falsePositives
        }
    }

    /// - Parameters:
    ///   - ranking: the scores in descending order with their labels.
    ///   - droppingIntermediate: leaves out scores whose step is that of the score before, where the curve has no
    ///     corner. The area stays the same. scikit-learn's `drop_intermediate`, its default.
    public init(_ ranking: RankedScores, droppingIntermediate: Bool = true) {
        var points = [Point(score: .infinity, truePositives: 0, falsePositives: 0)]
        // The two scores visited last, of which the later is not among the points yet.
        var (before, last): (Point?, Point?) = (nil, nil)
        ranking.forEachThreshold { score, truePositives, falsePositives in
            let next = Point(score: score, truePositives: truePositives, falsePositives: falsePositives)
            if let last {
                // The first score is kept: the point at infinity is no score.
                let isCorner = before.map { !last.isBetween($0, next) } ?? true
                if isCorner || !droppingIntermediate { points.append(last) }
            }
            (before, last) = (last, next)
        }
        if let last { points.append(last) }
        thresholds = points.map(\.score)
        truePositiveRates = points.map { Double($0.truePositives) / Double(ranking.positiveCount) }
        falsePositiveRates = points.map { Double($0.falsePositives) / Double(ranking.negativeCount) }
    }
}

/// Precision and recall at every threshold, from the lowest up, and the end point (recall 0, precision 1), which belongs
/// to no threshold.
///
/// Recall is 1 throughout if there is no positive example. Equals scikit-learn's `precision_recall_curve`; without any
/// example there is the end point alone.
public struct PrecisionRecallCurve: Equatable, Sendable {
    /// One more than thresholds; the last is 1.
    public let precisions: [Double]
    /// Descending, one more than thresholds; the last is 0.
    public let recalls: [Double]
    /// Ascending.
    public let thresholds: [Double]

    public init(_ ranking: RankedScores) {
        var (precisions, recalls, thresholds) = ([1.0], [0.0], [Double]())
        ranking.forEachThreshold { score, truePositives, falsePositives in
            thresholds.append(score)
            precisions.append(Double(truePositives) / Double(truePositives + falsePositives))
            recalls.append(ranking.positiveCount > 0 ? Double(truePositives) / Double(ranking.positiveCount) : 1)
        }
        self.precisions = precisions.reversed()
        self.recalls = recalls.reversed()
        self.thresholds = thresholds.reversed()
    }
}
