/// The thresholds that a ranking offers: every distinct score, at and above which the positive class is predicted.
extension RankedScores {
    /// The score at and above which predicting positive gives the best F1, and that F1; the lowest such score among
    /// equals. Nil if there is no example.
    ///
    /// F1 is 2·precision·recall / (precision + recall + 10⁻⁹), as programs that scan scikit-learn's
    /// precision-recall curve have it, so that the threshold is theirs.
    public var bestF1: (threshold: Double, f1: Double)? {
        var best: (threshold: Double, f1: Double)?
        forEachThreshold { score, truePositives, falsePositives in
            let precision = Double(truePositives) / Double(truePositives + falsePositives)
            let recall = positiveCount > 0 ? Double(truePositives) / Double(positiveCount) : 1
            let f1 = 2 * precision * recall / (precision + recall + 1e-9)
            if f1 >= best?.f1 ?? 0 { best = (score, f1) }
        }
        return best
    }

    /// The score with the largest J = TPR − FPR (Youden), and J; the highest such score among equals. Nil unless there
    /// are positive and negative examples.
    ///
    /// J is 0 at the lowest score, so it is never negative.
    public var bestYouden: (threshold: Double, index: Double)? {
        guard positiveCount > 0, negativeCount > 0 else { return nil }
        var best: (threshold: Double, index: Double)?
        forEachThreshold { score, truePositives, falsePositives in
            let index =
                Double(truePositives) / Double(positiveCount) - Double(falsePositives) / Double(negativeCount)
            if index > best?.index ?? -.infinity { best = (score, index) }
        }
        return best
    }

    /// The score with the largest recall among those at which precision is at least `minimum`, and that recall; among
    /// equals the highest such score, whose precision is best. Nil if precision is nowhere as high, or there is no
    /// positive example.
    public func bestRecall(atPrecision minimum: Double) -> (threshold: Double, recall: Double)? {
        guard positiveCount > 0 else { return nil }
        var best: (threshold: Double, truePositives: Int)?
        forEachThreshold { score, truePositives, falsePositives in
            let precision = Double(truePositives) / Double(truePositives + falsePositives)
            if precision >= minimum, truePositives > best?.truePositives ?? 0 { best = (score, truePositives) }
        }
        return best.map { ($0.threshold, Double($0.truePositives) / Double(positiveCount)) }
    }

    /// The threshold with the smallest (c₊·FP + c₋·FN) / N, and that cost; among equals the highest. Nil if there is no
    /// example.
    ///
    /// Predicting nothing positive is a choice too: the threshold is then the next number above the highest score.
    public func minimumCost(falsePositive: Double, falseNegative: Double) -> (threshold: Double, cost: Double)? {
        let total = Double(positiveCount + negativeCount)
        var best: (threshold: Double, cost: Double)?
        forEachThreshold { score, truePositives, falsePositives in
            if best == nil, score < .infinity { best = (score.nextUp, falseNegative * Double(positiveCount) / total) }
            let misses = Double(positiveCount - truePositives)
            let cost = (falsePositive * Double(falsePositives) + falseNegative * misses) / total
            if cost < best?.cost ?? .infinity { best = (score, cost) }
        }
        return best
    }
}
