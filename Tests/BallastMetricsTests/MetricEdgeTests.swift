import BallastCore
import BallastMetrics
import TestSupport
import Testing

/// What single metrics make of labels of one class, of costs, of scores that are no probabilities and of many rows.
@Suite struct MetricEdgeTests {
    /// What metrics make of labels of one class, decided half rightly.
    @Test func oneClassHasARule() throws {
        let rows = [[0.6, 0.4], [0.2, 0.8]]
        let two = context(classCount: 2)
        for label: Int32 in [0, 1] {
            let sample = predictions(rows, labels: [label, label], classCount: 2)
            #expect(try make(MatthewsCorrelation.self, two)(sample) == .scalar(0))
            #expect(try make(CohenKappa.self, two)(sample) == .scalar(0))
            #expect(try make(GeometricMean.self, two)(sample) == .scalar(0))
            #expect(try make(GeometricMean.self, two) { $0.average = .binary }(sample) == .scalar(0))
            #expect(
                try make(BalancedAccuracy.self, two) { $0.adjusted = true }(sample)
                    == .undefined("there are examples of one class only"))
            #expect(try make(AreaUnderPrecisionRecall.self, two)(sample) == .scalar(label == 1 ? 1 : 0.5))
            #expect(
                try make(RecallAtPrecision.self, two)(sample)
                    == (label == 1 ? .scalar(1) : .undefined("no examples of class class 1")))
        }
        let certain = predictions([[1, 0], [0.9, 0.1]], labels: [0, 0], classCount: 2)
        #expect(
            try make(CohenKappa.self, two)(certain) == .undefined("all labels and decisions are of one class"))
        // Of more classes those without examples are left out, or count as the metric says.
        let some = predictions([[0.6, 0.3, 0.1], [0.1, 0.7, 0.2]], labels: [0, 1], classCount: 3)
        let three = context(classCount: 3)
        #expect(try make(RecallAtPrecision.self, three)(some) == .scalar(1))
        expectClose(
            try #require(try make(AreaUnderPrecisionRecall.self, three)(some).scalar), 2.5 / 3, relative: 1e-15)
        #expect(try make(F1Score.self, three) { $0.average = .perClass }(some) == .perClass([1, 1, nil]))
        #expect(try make(GeometricMean.self, three) { $0.average = .perClass }(some) == .perClass([1, 1, nil]))
    }

    @Test func costsCanBeAMatrix() throws {
        let sample = predictions(
            [[0.6, 0.3, 0.1], [0.1, 0.7, 0.2], [0.1, 0.7, 0.2], [0, 0, 1]], labels: [0, 1, 2, 0], classCount: 3)
        let three = context(classCount: 3)
        #expect(try make(CostWeightedError.self, three)(sample) == .scalar(0.5))
        let costs: [[Double]] = [[0, 1, 4], [1, 0.5, 1], [1, 8, 0]]
        #expect(try make(CostWeightedError.self, three) { $0.costs = costs }(sample) == .scalar(12.5 / 4))
        expectError("costs: must be 3 lists of 3 costs, got lists of 3, 2") {
            try make(CostWeightedError.self, three) { $0.costs = [[0, 1, 1], [1, 0]] }
        }
        expectError("false_negative: needs two classes, but the data set has 3; set costs") {
            try make(CostWeightedError.self, three) { $0.falseNegative = 2 }
        }
        expectError("confidence: is positive, but the data set has 3 classes") {
            try make(ExpectedCalibrationError.self, three) { $0.confidence = .positive }
        }
        expectError("average: is binary, but the data set has 3 classes") {
            try make(GeometricMean.self, three) { $0.average = .binary }
        }
    }

    @Test func scoresOutsideTheUnitIntervalHaveNoCalibration() throws {
        let two = context(classCount: 2)
        let logits = predictions([[-1.5, 2.5], [1.25, -0.25]], labels: [1, 0], classCount: 2)
        let calibrated = ["brier_score", "log_loss", "expected_calibration_error"]
        for maker in MetricRuleTests.all where calibrated.contains(maker.name) {
            #expect(try maker.value(logits, two) == .undefined("a probability is outside 0 to 1"), "\(maker.name)")
        }
        #expect(try make(AreaUnderROC.self, two)(logits) == .scalar(1))
    }

    /// A million terms lose no digits, in whatever order.
    @Test func longSumsKeepTheirDigits() throws {
        let two = context(classCount: 2)
        let sample = Predictions(classCount: 2)
        sample.append(probabilities: [0.7, 0.3], labels: [0])
        let one = (try make(LogLoss.self, two)(sample).scalar, try make(BrierScore.self, two)(sample).scalar)
        for _ in 1..<1_000_000 { sample.append(probabilities: [0.7, 0.3], labels: CollectionOfOne(0)) }
        let mean = (try make(LogLoss.self, two)(sample).scalar, try make(BrierScore.self, two)(sample).scalar)
        expectClose(try #require(mean.0), try #require(one.0), relative: 4e-16)
        expectClose(try #require(mean.1), try #require(one.1), relative: 4e-16)
        let bins = try #require(CalibrationBins(sample))
        expectClose(bins.meanConfidences[10], 0.7, relative: 4e-16)
    }

    /// What is kept for several metrics is forgotten when examples are added.
    @Test func metricsFollowExamplesThatAreAdded() throws {
        let two = context(classCount: 2)
        let sample = predictions([[0.6, 0.4], [0.2, 0.8]], labels: [0, 1], classCount: 2)
        let area = try make(AreaUnderROC.self, two)
        #expect(area(sample) == .scalar(1))
        sample.append(probabilities: [0.9, 0.1], labels: [1])
        #expect(area(sample) == .scalar(0.5))
    }
}
