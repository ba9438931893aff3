/// The predictions for a whole split: class probabilities and true labels, gathered batch by batch.
///
/// Counts that several metrics need are computed once, when first asked for.
public final class Predictions {
    public let classCount: Int
    /// The class of interest in a binary task.
    public let positiveClass: Int
    /// Class probabilities, row-major [N, K].
    public private(set) var probabilities: [Double] = []
    /// True classes, [N].
    public private(set) var labels: [Int32] = []
    private var cachedPredictedClasses: [Int32]?
    private var cachedConfusion: [[Int]]?

    public init(classCount: Int, positiveClass: Int = 1) {
        precondition(classCount >= 2, "predictions need at least two classes")
        self.classCount = classCount
        self.positiveClass = positiveClass
    }

    /// The number of examples N.
    public var count: Int { labels.count }

    public func append(probabilities: some Sequence<Double>, labels: some Sequence<Int32>) {
        self.probabilities.append(contentsOf: probabilities)
        self.labels.append(contentsOf: labels)
        precondition(self.probabilities.count == self.labels.count * classCount, "probabilities are not [N, K]")
        cachedPredictedClasses = nil
        cachedConfusion = nil
    }

    /// The class with the largest probability, the lowest such class among equals, [N].
    public var predictedClasses: [Int32] {
        if let cachedPredictedClasses { return cachedPredictedClasses }
        var result = [Int32](repeating: 0, count: count)
        probabilities.withUnsafeBufferPointer { values in
            for row in 0..<count {
                var best = 0
                for column in 1..<classCount
                where values[row * classCount + column] > values[row * classCount + best] {
                    best = column
                }
                result[row] = Int32(best)
            }
        }
        cachedPredictedClasses = result
        return result
    }

    /// Counts of examples, true class by predicted class, [K][K].
    public var confusion: [[Int]] {
        if let cachedConfusion { return cachedConfusion }
        var result = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
        for (label, predicted) in zip(labels, predictedClasses) { result[Int(label)][Int(predicted)] += 1 }
        cachedConfusion = result
        return result
    }

    /// The probability of one class for every example, [N].
    public func scores(of label: Int) -> [Double] {
        stride(from: label, to: probabilities.count, by: classCount).map { probabilities[$0] }
    }
}
