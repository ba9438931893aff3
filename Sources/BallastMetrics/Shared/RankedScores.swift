import BallastCore

/// The scores of one class in order, positive and negative examples apart: what AUC and average precision are
/// computed from.
///
/// Scores are kept as 64-bit keys in the same order, each kind sorted by itself; walking both from the top gives the
/// counts at every threshold without carrying labels along. Equal scores are one threshold, exactly. Memory: 8 bytes
/// an example, and as much again while sorting.
public struct RankedScores: Sendable {
    /// Keys of the positive and of the negative examples, ascending.
    private let positives: [UInt64]
    private let negatives: [UInt64]

    /// The number of positive examples P.
    public var positiveCount: Int { positives.count }
    /// The number of negative examples N.
    public var negativeCount: Int { negatives.count }

    /// Ranks scores, larger meaning more surely positive; nil if any is NaN.
    public init?(scores: [Double], isPositive: [Bool]) {
        precondition(scores.count == isPositive.count, "a score and a label for every example")
        self.init(count: scores.count, score: { scores[$0] }, isPositive: { isPositive[$0] })
    }

    /// Ranks the probabilities of one class against all others; nil if any is NaN.
    public init?(_ predictions: Predictions, of label: Int) {
        let (labels, classCount) = (predictions.labels, predictions.classCount)
        let ranked = predictions.probabilities.withUnsafeBufferPointer { probabilities in
            RankedScores(
                count: labels.count, score: { probabilities[$0 * classCount + label] },
                isPositive: { labels[$0] == label })
        }
        guard let ranked else { return nil }
        self = ranked
    }

    @inline(__always)
    private init?(count: Int, score: (Int) -> Double, isPositive: (Int) -> Bool) {
        var positives: [UInt64] = []
        var negatives: [UInt64] = []
        negatives.reserveCapacity(count)
        for index in 0..<count {
            let value = score(index)
            if value.isNaN { return nil }
            if isPositive(index) { positives.append(Self.key(value)) } else { negatives.append(Self.key(value)) }
        }
        positives.radixSort()
        negatives.radixSort()
        self.positives = positives
        self.negatives = negatives
    }

    /// Visits every distinct score from the highest down, with the number of positive and of negative examples that
    /// score at least as much.
    public func forEachThreshold(_ body: (_ score: Double, _ truePositives: Int, _ falsePositives: Int) -> Void) {
        var (positive, negative) = (positives.count, negatives.count)
        while positive > 0 || negative > 0 {
            // No key is 0: that would be a NaN.
            let key = max(positive > 0 ? positives[positive - 1] : 0, negative > 0 ? negatives[negative - 1] : 0)
            while positive > 0, positives[positive - 1] == key { positive -= 1 }
            while negative > 0, negatives[negative - 1] == key { negative -= 1 }
            body(Self.score(key), positives.count - positive, negatives.count - negative)
        }
    }

    /// A number in the same order as the score: the sign bit flipped for positive scores, all bits for negative ones.
    private static func key(_ score: Double) -> UInt64 {
        // Adding 0 turns −0 into 0, which must be equal.
        let bits = (score + 0).bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }

    private static func score(_ key: UInt64) -> Double {
        Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
    }
}

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
        var sum = 0.0
        forEachThreshold { _, truePositives, falsePositives in
            if truePositives > lastTruePositives {
                let gain = Double(truePositives - lastTruePositives) / Double(positiveCount)
                sum += gain * (Double(truePositives) / Double(truePositives + falsePositives))
                lastTruePositives = truePositives
            }
        }
        return sum
    }

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
}
