import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct EnsembleSumTests {
    private func predictions(_ probabilities: [Double], width: Int, threshold: Double? = nil) -> Predictions {
        let predictions = Predictions(classCount: width)
        let rows = probabilities.count / width
        predictions.append(probabilities: probabilities, labels: [Int32](repeating: 0, count: rows))
        predictions.threshold = threshold
        return predictions
    }

    private func scores(
        _ rule: EnsembleRule, _ members: [[Double]], width: Int, weights: [Double]? = nil
    ) -> [Double] {
        var sum = EnsembleSum(rule: rule, weights: weights ?? members.map { _ in 1 })
        for member in members { sum.add(predictions(member, width: width)) }
        return sum.scores(classCount: width)
    }

    @Test func probabilitiesAreAveraged() {
        let members = [[0.5, 0.5, 0.25, 0.75], [0.25, 0.75, 0.5, 0.5]]
        #expect(scores(.average, members, width: 2) == [0.375, 0.625, 0.375, 0.625])
        #expect(scores(.average, members, width: 2, weights: [3, 1]) == [0.4375, 0.5625, 0.3125, 0.6875])
    }

    /// Thirds do not add up in binary, but members that say the same are not changed.
    @Test(arguments: [[1, 1, 1], [0.1, 0.7, 0.2], [3, 1e-3, 1e9]] as [[Double]])
    func equalMembersAreTheirAverageBitForBit(weights: [Double]) {
        var random = CounterRandom(seed: 1, epoch: 0, index: 0)
        let values = (0..<3000).map { _ in random.uniform() }
        #expect(scores(.average, [values, values, values], width: 3, weights: weights) == values)
    }

    /// The softmax of averaged logits, whatever constant is added to the logits of a row.
    @Test func logitsAreAveraged() {
        func softmax(_ row: [Double]) -> [Double] {
            let terms = row.map(exp)
            return terms.map { $0 / terms.reduce(0, +) }
        }
        let logits: [[[Double]]] = [[[1, -2, 0.5], [0, 3, 1]], [[-1, 0.25, 2], [4, 4, -4]]]
        let weights = [2.0, 0.5]
        let members = logits.map { $0.flatMap { row in softmax(row.map { $0 + 7 }) } }
        let expected = (0..<2).flatMap { row in
            softmax((0..<3).map { (2 * logits[0][row][$0] + 0.5 * logits[1][row][$0]) / 2.5 })
        }
        expectClose(scores(.logits, members, width: 3, weights: weights), expected, relative: 1e-14)
    }

    @Test func certaintyOfOneMemberLeavesNumbers() {
        let result = scores(.logits, [[1, 0], [0, 1]], width: 2)
        #expect(result == [0.5, 0.5])
    }

    /// Shares of three votes, and how equal shares are decided.
    @Test func membersVote() {
        let tie = 0x1p-20
        // Row 0: two for class 0. Row 1: one vote each for classes 0, 1, 2. Row 2: all for class 2.
        let members: [[Double]] = [
            [0.5, 0.25, 0.25, 0.5, 0.25, 0.25, 0, 0, 1],
            [0.5, 0.25, 0.25, 0.125, 0.75, 0.125, 0, 0.25, 0.75],
            [0, 1, 0, 0.25, 0.25, 0.5, 0.25, 0.25, 0.5],
        ]
        let votes: [Double] = [2, 1, 0, 1, 1, 1, 0, 0, 3]
        let means = (0..<9).map { place in members.reduce(0) { $0 + $1[place] } / 3 }
        let expected = zip(votes, means).map { ($0 + tie * $1) / (3 + tie) }
        let result = scores(.vote, members, width: 3)
        expectClose(result, expected, relative: 1e-15)
        // Class 1 has the largest mean of those with one vote each.
        #expect(predictions(result, width: 3).predictedClasses == [0, 1, 2])
        for row in 0..<3 { #expect(abs(result[row * 3..<row * 3 + 3].reduce(0, +) - 1) < 1e-15) }
    }

    @Test func votesHaveWeights() {
        let members: [[Double]] = [[0.9, 0.1], [0.4, 0.6], [0.4, 0.6]]
        #expect(predictions(scores(.vote, members, width: 2), width: 2).predictedClasses == [1])
        let weighted = scores(.vote, members, width: 2, weights: [2.5, 1, 1])
        #expect(predictions(weighted, width: 2).predictedClasses == [0])
        // Two and a half against two is a larger share, whatever the means.
        #expect(abs(weighted[0] - 2.5 / 4.5) < 1e-6)
    }

    /// A member with a threshold of its own votes as it decides.
    @Test func membersVoteAtTheirThresholds() {
        var sum = EnsembleSum(rule: .vote, weights: [1, 1, 1])
        for threshold in [0.2, 0.3, nil] { sum.add(predictions([0.75, 0.25], width: 2, threshold: threshold)) }
        #expect(abs(sum.scores(classCount: 2)[1] - 1.0 / 3) < 1e-6)
    }

    /// Metrics of an average that can be worked out exactly: two members that are each wrong about one pair of rows, and
    /// together right about all but one.
    @Test func metricsOfAnAverage() throws {
        let labels: [Int32] = [1, 1, 1, 0, 0, 0]
        let first = [0.875, 0.5, 0.25, 0.5, 0.125, 0.0]
        let second = [0.375, 0.75, 0.5, 0.25, 0.5, 0.25]
        // Means: 0.625, 0.625, 0.375 against 0.375, 0.3125, 0.125: eight and a half of nine pairs are in order.
        var sum = EnsembleSum(rule: .average, weights: [1, 1])
        for member in [first, second] { sum.add(predictions(member.flatMap { [1 - $0, $0] }, width: 2)) }
        let joined = Predictions(classCount: 2)
        joined.append(probabilities: sum.scores(classCount: 2), labels: labels)
        let registries = try Registries.standard()
        func value(_ name: String) throws -> MetricValue {
            let metric = try registries.metrics.build(
                ComponentReference(name), catalog: registries.catalog,
                context: MetricContext(classNames: ["a", "b"], trainingCounts: [3, 3]))
            return metric(joined)
        }
        #expect(try value("auc_roc") == .scalar(8.5 / 9))
        // Precision 1 up to recall 2/3; the third positive stands with one negative: 3 of 4.
        let precision = try #require(value("average_precision").scalar)
        #expect(abs(precision - (2.0 / 3 + 1.0 / 3 * 0.75)) < 1e-15)
        #expect(try value("accuracy") == .scalar(5.0 / 6))
    }
}
