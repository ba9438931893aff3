package import BallastCore
internal import Foundation

/// Joins the predictions of members that come one after the other; what it keeps does not grow with their number.
package struct EnsembleSum {
    private let rule: EnsembleRule
    private let weights: [Double]
    private var added = 0
    /// What the first member gave, row-major [N, K]: probabilities, or their logarithms.
    private var first: [Double] = []
    /// The weighted sum of what the others gave beyond the first: nothing, exactly, where all are equal.
    private var excess: [Double] = []
    /// The weight of those that predict a class, row-major [N, K].
    private var votes: [Double] = []

    /// - Parameter weights: of the members in the order in which they will come; positive.
    package init(rule: EnsembleRule, weights: [Double]) {
        self.rule = rule
        self.weights = weights
    }

    /// Takes the predictions of the next member.
    package mutating func add(_ predictions: Predictions) {
        let weight = weights[added]
        let values =
            rule == .logits
            ? predictions.probabilities.map { log(max($0, Double(Float.leastNormalMagnitude))) }
            : predictions.probabilities
        if added == 0 {
            first = values
            excess = [Double](repeating: 0, count: values.count)
            if rule == .vote { votes = excess }
        } else {
            for place in values.indices { excess[place] += weight * (values[place] - first[place]) }
        }
        if rule == .vote {
            for (row, label) in predictions.predictedClasses.enumerated() {
                votes[row * predictions.classCount + Int(label)] += weight
            }
        }
        added += 1
    }

    /// The scores of every class, row-major [N, K], after the last member.
    package func scores(classCount: Int) -> [Double] {
        let total = weights.reduce(0, +)
        let mean = zip(first, excess).map { $0 + $1 / total }
        switch rule {
        case .average: return mean
        case .logits: return Self.softmax(mean, width: classCount)
        case .vote:
            let last = (weights.min() ?? 1) * 0x1p-20
            return zip(votes, mean).map { ($0 + last * $1) / (total + last) }
        }
    }

    private static func softmax(_ values: [Double], width: Int) -> [Double] {
        var result = values
        for start in stride(from: 0, to: values.count, by: width) {
            let row = start..<start + width
            let greatest = values[row].reduce(-.infinity, max)
            var sum = 0.0
            for place in row {
                result[place] = exp(values[place] - greatest)
                sum += result[place]
            }
            for place in row { result[place] /= sum }
        }
        return result
    }
}
