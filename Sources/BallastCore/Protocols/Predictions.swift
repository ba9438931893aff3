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
    /// With two classes: the positive class is predicted where its probability is at least this. Nil, or with any other
    /// number of classes: the likeliest class is predicted.
    ///
    /// A threshold is chosen on other examples than those it is used on; see ``ThresholdRule``.
    public var threshold: Double? {
        didSet { if threshold != oldValue { forgetDecisions() } }
    }
    private var cachedPredictedClasses: [Int32]?
    private var cachedConfusion: [[Int]]?
    private var cachedValues: [String: any Sendable] = [:]

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
        forgetDecisions()
        cachedValues = [:]
    }

    /// Makes room, so that examples which come in batches are not moved again and again.
    public func reserveCapacity(_ examples: Int) {
        probabilities.reserveCapacity(examples * classCount)
        labels.reserveCapacity(examples)
    }

    private func forgetDecisions() {
        cachedPredictedClasses = nil
        cachedConfusion = nil
    }

    /// What follows from probabilities and labels alone, computed for the first metric that asks for it and kept for
    /// those after it: a ranking of all examples.
    ///
    /// - Parameters:
    ///   - key: names what is computed; two that use one key must compute the same.
    ///   - make: computes it, the first time.
    public func shared<Value: Sendable>(_ key: String, _ make: () -> Value) -> Value {
        // Unwrapped first: nil cast to an optional Value would pass for one.
        if let found = cachedValues[key], let value = found as? Value { return value }
        let value = make()
        cachedValues[key] = value
        return value
    }

    /// The class that is predicted, [N]: the one with the largest probability, the lowest such class among equals; or
    /// as ``threshold`` says.
    public var predictedClasses: [Int32] {
        if let cachedPredictedClasses { return cachedPredictedClasses }
        var result = [Int32](repeating: 0, count: count)
        probabilities.withUnsafeBufferPointer { values in
            if let threshold, classCount == 2 {
                let (positive, negative) = (Int32(positiveClass), Int32(1 - positiveClass))
                for row in 0..<count {
                    result[row] = values[2 * row + positiveClass] >= threshold ? positive : negative
                }
                return
            }
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

    /// The probability of one class for one example.
    public func probability(of label: Int, example: Int) -> Double { probabilities[example * classCount + label] }

    /// The probability of one class for every example, [N].
    public func scores(of label: Int) -> [Double] {
        stride(from: label, to: probabilities.count, by: classCount).map { probabilities[$0] }
    }
}
