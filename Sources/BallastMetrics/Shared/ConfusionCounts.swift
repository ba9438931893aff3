import BallastCore

/// How many examples of each class were predicted as each class, and the rates that follow: what every metric of
/// decisions is computed from.
///
/// A rate is nil where its denominator is 0; each metric says what it makes of that.
public struct ConfusionCounts: Sendable, Equatable {
    /// Counts, true class by predicted class, [K][K].
    public let matrix: [[Int]]
    /// Examples of each class (row sums).
    public let supports: [Int]
    /// Examples predicted as each class (column sums).
    public let predictedCounts: [Int]

    /// - Parameter matrix: counts, true class by predicted class; must be square.
    public init(matrix: [[Int]]) {
        precondition(matrix.allSatisfy { $0.count == matrix.count }, "a confusion matrix must be square")
        self.matrix = matrix
        supports = matrix.map { $0.reduce(0, +) }
        predictedCounts = matrix.indices.map { column in matrix.reduce(0) { $0 + $1[column] } }
    }

    public var classCount: Int { matrix.count }

    /// The number of examples.
    public var total: Int { supports.reduce(0, +) }

    /// Examples predicted as what they are.
    public var correct: Int { matrix.indices.reduce(0) { $0 + matrix[$1][$1] } }

    /// correct / total.
    public var accuracy: Double? { ratio(correct, total) }

    /// Of the examples of a class, the share predicted as such: TP / (TP + FN).
    public func recall(of label: Int) -> Double? { ratio(matrix[label][label], supports[label]) }

    /// Of the examples predicted as a class, the share that is: TP / (TP + FP).
    public func precision(of label: Int) -> Double? { ratio(matrix[label][label], predictedCounts[label]) }

    /// 2TP / (2TP + FP + FN), the harmonic mean of precision and recall.
    public func f1(of label: Int) -> Double? {
        ratio(2 * matrix[label][label], supports[label] + predictedCounts[label])
    }

    /// (1 + β²)TP / ((1 + β²)TP + FP + β²FN), the harmonic mean of precision and recall, recall weighted β² times.
    public func fBeta(of label: Int, beta: Double) -> Double? {
        let square = beta * beta
        let denominator = square * Double(supports[label]) + Double(predictedCounts[label])
        return denominator == 0 ? nil : (1 + square) * Double(matrix[label][label]) / denominator
    }

    /// Of the examples of other classes, the share not predicted as this one: TN / (TN + FP).
    public func specificity(of label: Int) -> Double? {
        let others = total - supports[label]
        return ratio(others - (predictedCounts[label] - matrix[label][label]), others)
    }

    /// The classes that occur among the labels or the predictions: those that scikit-learn averages over.
    public var occurringClasses: [Int] {
        matrix.indices.filter { supports[$0] > 0 || predictedCounts[$0] > 0 }
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}

extension ConfusionCounts {
    /// The counts of predictions.
    ///
    /// - Parameters:
    ///   - predictions: probabilities and labels.
    ///   - threshold: for two classes, the positive class is predicted where its probability is at least this; nil, or
    ///     any other number of classes: `Predictions.predictedClasses`.
    public init(_ predictions: Predictions, threshold: Double? = nil) {
        guard let threshold, predictions.classCount == 2 else {
            self.init(matrix: predictions.confusion)
            return
        }
        let positive = predictions.positiveClass
        var matrix = [[0, 0], [0, 0]]
        let probabilities = predictions.probabilities
        for (row, label) in predictions.labels.enumerated() {
            let isPositive = probabilities[2 * row + positive] >= threshold
            matrix[Int(label)][isPositive ? positive : 1 - positive] += 1
        }
        self.init(matrix: matrix)
    }
}
