/// Areas under curves of a ranking.
extension RankedScores {
    /// The area under the receiver operating characteristic: the probability that a positive example scores higher than
    /// a negative one, ties counting half (Mann–Whitney). Nil unless there are both.
    ///
    /// The pairs are counted in integers, so the value is exact up to one division.
    public var areaUnderROC: Double? {
        guard positiveCount > 0, negativeCount > 0 else { return nil }
        var (lastTruePositives, lastFalsePositives, doubledArea) = (0, 0, 0)
        forEachThreshold { _, truePositives, falsePositives in
            doubledArea += (falsePositives - lastFalsePositives) * (truePositives + lastTruePositives)
            (lastTruePositives, lastFalsePositives) = (truePositives, falsePositives)
        }
        return Double(doubledArea) / (2 * Double(positiveCount) * Double(negativeCount))
    }

    /// Average precision: the sum over thresholds of (increase of recall) · precision, without interpolation. 0 if
    /// there is no positive example (as in scikit-learn), nil if there is none at all.
    public var averagePrecision: Double? {
        guard positiveCount + negativeCount > 0 else { return nil }
        guard positiveCount > 0 else { return 0 }
        var lastTruePositives = 0
        var sum = CompensatedSum()
        forEachThreshold { _, truePositives, falsePositives in
            if truePositives > lastTruePositives {
                let gain = Double(truePositives - lastTruePositives) / Double(positiveCount)
                sum += gain * (Double(truePositives) / Double(truePositives + falsePositives))
                lastTruePositives = truePositives
            }
        }
        return sum.value
    }

    /// The area under the precision-recall curve by trapezoids, in 0...1: what drawing the curve suggests. Joining points
    /// by lines is optimistic where precision falls between them (Davis and Goadrich, ICML 2006); average precision is
    /// not. Recall is 1 throughout if there is no positive example; nil if there is none at all.
    ///
    /// Equals scikit-learn's `auc(recall, precision)` of `precision_recall_curve`.
    public var areaUnderPrecisionRecall: Double? {
        guard positiveCount + negativeCount > 0 else { return nil }
        var (lastRecall, lastPrecision, area) = (0.0, 1.0, CompensatedSum())
        forEachThreshold { _, truePositives, falsePositives in
            let precision = Double(truePositives) / Double(truePositives + falsePositives)
            let recall = positiveCount > 0 ? Double(truePositives) / Double(positiveCount) : 1
            area += (recall - lastRecall) * (precision + lastPrecision) / 2
            (lastRecall, lastPrecision) = (recall, precision)
        }
        return area.value
    }
}
