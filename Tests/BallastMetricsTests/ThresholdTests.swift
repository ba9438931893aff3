import BallastCore
import BallastMetrics
import TestSupport
import Testing

/// Choosing thresholds: against trying every score, against the golden's best F1, and the rules for what is undefined.
@Suite struct ThresholdTests {
    /// Scores with many ties, and labels that follow them.
    private func scored(seed: UInt32, count: Int = 120) -> Predictions {
        let random = NumPyRandom(seed: seed)
        let scores = random.integers(count: count, in: 0..<20).map { Double($0) / 20 }
        let noise = random.integers(count: count, in: 0..<20).map { Double($0) / 20 }
        let predictions = Predictions(classCount: 2)
        predictions.append(
            probabilities: scores.flatMap { [1 - $0, $0] },
            labels: zip(scores, noise).map { $0 * $0 > $1 * 0.8 ? 1 : 0 })
        return predictions
    }

    /// TP, FP, FN and TN at a threshold, counted example by example.
    private func counts(_ predictions: Predictions, _ threshold: Double) -> [Double] {
        var counts = [0.0, 0, 0, 0]
        for (row, label) in predictions.labels.enumerated() {
            let isPositive = predictions.probabilities[2 * row + 1] >= threshold
            counts[isPositive ? (label == 1 ? 0 : 1) : (label == 1 ? 2 : 3)] += 1
        }
        return counts
    }

    /// The best threshold by trying them all in the order given, the first among equals.
    private func best(
        _ predictions: Predictions, _ candidates: [Double], _ value: ([Double]) -> Double?
    ) -> ThresholdChoice? {
        var best: (threshold: Double, value: Double)?
        for threshold in candidates {
            guard let value = value(counts(predictions, threshold)) else { continue }
            if best == nil || value > best?.value ?? 0 { best = (threshold, value) }
        }
        return best.map { .chosen(threshold: $0.threshold, value: $0.value) }
    }

    @Test(arguments: [1, 2, 3, 4, 5]) func rulesFindTheBestOfAll(_ seed: UInt32) throws {
        let predictions = scored(seed: seed)
        let ascending = Set(predictions.scores(of: 1)).sorted()
        let descending = Array(ascending.reversed())
        #expect(
            try BestF1Threshold(config: .init())(predictions)
                == best(predictions, ascending) { counts in
                    let (precision, recall) = (counts[0] / (counts[0] + counts[1]), counts[0] / (counts[0] + counts[2]))
                    return 2 * precision * recall / (precision + recall + 1e-9)
                })
        #expect(
            try YoudenThreshold(config: .init())(predictions)
                == best(predictions, descending) { $0[0] / ($0[0] + $0[2]) - $0[1] / ($0[1] + $0[3]) })
        var precise = FixedPrecisionThreshold.Config()
        precise.precision = 0.7
        #expect(
            try FixedPrecisionThreshold(config: precise)(predictions)
                == best(predictions, descending) {
                    $0[0] / ($0[0] + $0[1]) >= 0.7 ? $0[0] / ($0[0] + $0[2]) : nil
                })
        for (falsePositive, falseNegative) in [(1.0, 1.0), (1, 10), (10, 1), (0, 1)] {
            var costs = MinimumCostThreshold.Config()
            (costs.falsePositive, costs.falseNegative) = (falsePositive, falseNegative)
            let cheapest = best(predictions, [descending[0].nextUp] + descending) {
                -(falsePositive * $0[1] + falseNegative * $0[2]) / Double(predictions.count)
            }
            guard case .chosen(let threshold, let cost)? = cheapest else {
                Issue.record("no cheapest threshold")
                return
            }
            #expect(
                try MinimumCostThreshold(config: costs)(predictions) == .chosen(threshold: threshold, value: -cost))
            // The metric says the same of the decisions.
            predictions.threshold = threshold
            let metric = try make(CostWeightedError.self, context(classCount: 2)) {
                $0.falsePositive = falsePositive
                $0.falseNegative = falseNegative
            }
            #expect(metric(predictions) == .scalar(-cost))
        }
        let recall = try make(RecallAtPrecision.self, context(classCount: 2)) { $0.precision = 0.7 }
        guard case .chosen(_, let value) = try FixedPrecisionThreshold(config: precise)(predictions) else {
            Issue.record("no threshold is precise")
            return
        }
        #expect(recall(predictions) == .scalar(value))
    }

    @Test func bestF1IsTheGoldens() throws {
        for name in try GoldenCase.names("binary") {
            let sample = try GoldenCase("binary", name)
            let best = try #require(RankedScores(sample.predictions, of: 1)?.bestF1)
            expectClose(best.threshold, try #require(try sample.expected("best_f1_threshold")), relative: 0, name)
            expectClose(best.f1, try #require(try sample.expected("best_f1_value")), relative: 1e-12, name)
            let index = try #require(try sample.expected("best_f1_index"))
            let curve = PrecisionRecallCurve(try #require(RankedScores(sample.predictions, of: 1)))
            #expect(curve.thresholds[Int(index)] == best.threshold, "\(name)")
        }
    }

    @Test func nothingPositiveIsAChoice() throws {
        let inverted = predictions([[0.2, 0.8], [0.7, 0.3], [0.4, 0.6]], labels: [0, 1, 0], classCount: 2)
        let choice = try MinimumCostThreshold(config: .init())(inverted)
        #expect(choice == .chosen(threshold: 0.8.nextUp, value: 1.0 / 3))
        inverted.threshold = choice.threshold
        #expect(inverted.predictedClasses == [0, 0, 0])
        // J is 0 at the lowest score.
        #expect(try YoudenThreshold(config: .init())(inverted) == .chosen(threshold: 0.3, value: 0))
    }

    @Test func whatCannotBeChosenHasAReason() throws {
        var registry = Registry<any ThresholdRule, Void>(kind: "threshold")
        try registry.registerStandardThresholds()
        #expect(registry.names == ["best_f1", "youden", "fixed_precision", "minimum_cost"])
        let halves = [[0.5, 0.5], [0.4, 0.6]]
        let cases: [(Predictions, String)] = [
            (Predictions(classCount: 2), "there are no examples"),
            (Predictions(classCount: 3), "a threshold needs two classes, but there are 3"),
            (predictions(halves, labels: [0, 0], classCount: 2), "there are no examples of the positive class"),
            (predictions(halves, labels: [1, 1], classCount: 2), "there are no examples of the negative class"),
            (predictions([[0.5, .nan], [0.5, 0.5]], labels: [0, 1], classCount: 2), "a probability is NaN"),
        ]
        for name in registry.names {
            let rule = try registry.build(ComponentReference(name), context: ())
            for (sample, reason) in cases { #expect(rule(sample) == .undefined(reason), "\(name)") }
        }
        let wrong = predictions([[0.2, 0.8], [0.7, 0.3]], labels: [0, 1], classCount: 2)
        #expect(
            try FixedPrecisionThreshold(config: .init())(wrong) == .undefined("precision is nowhere 0.9"))
    }

    @Test func theFirstClassCanBePositive() throws {
        let sample = Predictions(classCount: 2, positiveClass: 0)
        sample.append(probabilities: [0.9, 0.1, 0.2, 0.8, 0.6, 0.4], labels: [0, 1, 1])
        let choice = try YoudenThreshold(config: .init())(sample)
        #expect(choice == .chosen(threshold: 0.9, value: 1))
        sample.threshold = choice.threshold
        #expect(sample.predictedClasses == [0, 1, 1])
        #expect(sample.confusion == [[1, 0], [0, 2]])
        sample.threshold = nil
        #expect(sample.predictedClasses == [0, 1, 0])
    }
}
