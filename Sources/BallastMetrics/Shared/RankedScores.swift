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

    /// Ranks all N·K probabilities, those of the true classes being positive; nil if any is NaN.
    init?(pooling predictions: Predictions) {
        let (labels, classCount) = (predictions.labels, predictions.classCount)
        let ranked = predictions.probabilities.withUnsafeBufferPointer { probabilities in
            RankedScores(
                count: probabilities.count, score: { probabilities[$0] },
                isPositive: { Int(labels[$0 / classCount]) == $0 % classCount })
        }
        guard let ranked else { return nil }
        self = ranked
    }

    /// Ranks positive scores against negative ones; nil if any is NaN.
    init?(positives: some Sequence<Double>, negatives: some Sequence<Double>) {
        func keys(_ scores: some Sequence<Double>) -> [UInt64]? {
            var keys: [UInt64] = []
            keys.reserveCapacity(scores.underestimatedCount)
            for score in scores {
                if score.isNaN { return nil }
                keys.append(Self.key(score))
            }
            keys.radixSort()
            return keys
        }
        guard let positives = keys(positives), let negatives = keys(negatives) else { return nil }
        self.positives = positives
        self.negatives = negatives
    }

    @inline(__always)
    private init?(count: Int, score: (Int) -> Double, isPositive: (Int) -> Bool) {
        // Counted first, so that neither list is ever larger than need be.
        var positiveCount = 0
        for index in 0..<count where isPositive(index) { positiveCount += 1 }
        var positives: [UInt64] = []
        var negatives: [UInt64] = []
        positives.reserveCapacity(positiveCount)
        negatives.reserveCapacity(count - positiveCount)
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
        positives.withUnsafeBufferPointer { positives in
            negatives.withUnsafeBufferPointer { negatives in
                var (positive, negative) = (positives.count, negatives.count)
                while positive > 0 || negative > 0 {
                    // No key is 0: that would be a NaN.
                    let key = max(
                        positive > 0 ? positives[positive - 1] : 0, negative > 0 ? negatives[negative - 1] : 0)
                    while positive > 0, positives[positive - 1] == key { positive -= 1 }
                    while negative > 0, negatives[negative - 1] == key { negative -= 1 }
                    body(Self.score(key), positives.count - positive, negatives.count - negative)
                }
            }
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

extension Predictions {
    /// The ranking of the positive class of two, made once for all metrics that read it: nil if a probability is NaN.
    var positiveRanking: RankedScores? {
        shared("positive ranking") { RankedScores(self, of: positiveClass) }
    }

    /// The ranking of each class against the rest, one at a time: with two classes that of the positive class alone.
    ///
    /// - Returns: false if a probability is NaN.
    func forEachRanking(_ body: (_ label: Int, _ ranking: RankedScores) -> Void) -> Bool {
        for label in classCount == 2 ? positiveClass...positiveClass : 0...classCount - 1 {
            guard let ranking = classCount == 2 ? positiveRanking : RankedScores(self, of: label) else { return false }
            body(label, ranking)
        }
        return true
    }

    /// The number of examples of each class, [K].
    var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }
}
