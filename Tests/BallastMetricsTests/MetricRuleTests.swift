import BallastCore
import BallastMetrics
import TestSupport
import Testing

/// What goldens cannot say: extremes, the rules for what is undefined, and that batches and order do not matter.
@Suite struct MetricRuleTests {
    /// Every metric, with its default settings.
    static let all = [
        Maker(Accuracy.self), Maker(ErrorRate.self), Maker(TopKAccuracy.self), Maker(PerClassAccuracy.self),
        Maker(BalancedAccuracy.self), Maker(F1Score.self), Maker(MacroF1Score.self), Maker(Precision.self),
        Maker(Recall.self), Maker(AreaUnderROC.self), Maker(AveragePrecision.self), Maker(ShotAccuracy.self),
        Maker(ConfusionMatrix.self), Maker(LogLoss.self), Maker(FBetaScore.self), Maker(GeometricMean.self),
        Maker(MatthewsCorrelation.self), Maker(CohenKappa.self), Maker(AreaUnderPrecisionRecall.self),
        Maker(RecallAtPrecision.self), Maker(CostWeightedError.self), Maker(BrierScore.self),
        Maker(ExpectedCalibrationError.self),
    ]

    /// A metric whose type is forgotten.
    struct Maker: Sendable {
        let name: String
        private let make: @Sendable (MetricContext) throws -> any Metric

        init<Made: Metric>(_ type: Made.Type) {
            name = type.name
            make = { try BallastMetricsTests.make(type, $0) }
        }

        func value(_ predictions: Predictions, _ context: MetricContext) throws -> MetricValue {
            let metric = try make(context)
            return metric(predictions)
        }
    }

    @Test func allAreRegistered() throws {
        var registry = Registry<any Metric, MetricContext>(kind: "metric")
        try registry.registerStandardMetrics()
        #expect(Set(registry.names) == Set(Self.all.map(\.name)))
    }

    @Test(arguments: all, [2, 3, 7]) func noExamplesHaveNoValue(_ maker: Maker, _ classCount: Int) throws {
        let value = try maker.value(Predictions(classCount: classCount), context(classCount: classCount))
        let zeros = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
        let expected: MetricValue =
            maker.name == "confusion_matrix" ? .matrix(zeros) : .undefined("there are no examples")
        #expect(value == expected)
    }

    /// Neither how examples come in batches nor their order changes anything.
    @Test(arguments: ["binary/ties", "binary/random", "multiclass/four_imbalanced", "multiclass/class_absent"])
    func batchesAndOrderDoNotMatter(_ path: String) throws {
        let parts = path.split(separator: "/").map(String.init)
        let sample = try GoldenCase(parts[0], parts[1])
        let whole = sample.predictions
        let width = whole.classCount
        let shuffled = Predictions(classCount: width)
        for row in NumPyRandom(seed: 1).permutation(whole.count) {
            shuffled.append(
                probabilities: whole.probabilities[row * width..<(row + 1) * width], labels: [whole.labels[row]])
        }
        for maker in Self.all {
            let first = try maker.value(whole, sample.context)
            let second = try maker.value(shuffled, sample.context)
            if let first = first.scalar, let second = second.scalar {
                expectClose(first, second, relative: 1e-14, maker.name)
            } else {
                #expect(first == second, "\(maker.name)")
            }
        }
    }

    @Test func perfectAndInvertedPredictions() throws {
        let perfect = predictions([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], labels: [0, 1, 0], classCount: 2)
        let inverted = predictions([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], labels: [1, 0, 1], classCount: 2)
        let two = context(classCount: 2)
        let decisions = ["accuracy", "balanced_accuracy", "f1", "macro_f1", "precision", "recall"]
        for maker in Self.all where decisions.contains(maker.name) {
            #expect(try maker.value(perfect, two) == .scalar(1), "\(maker.name)")
            #expect(try maker.value(inverted, two) == .scalar(0), "\(maker.name)")
        }
        #expect(try make(AreaUnderROC.self, two)(perfect) == .scalar(1))
        #expect(try make(AreaUnderROC.self, two)(inverted) == .scalar(0))
        #expect(try make(AveragePrecision.self, two)(perfect) == .scalar(1))
        #expect(try make(ErrorRate.self, two)(perfect) == .scalar(0))
        #expect(try make(ErrorRate.self, two)(inverted) == .scalar(1))
    }

    @Test func areaNamesTheClassesThatAreAbsent() throws {
        let rows = [[0.5, 0.2, 0.2, 0.1], [0.4, 0.3, 0.2, 0.1]]
        let area = try make(AreaUnderROC.self, context(classCount: 4))
        #expect(
            area(predictions(rows, labels: [0, 2], classCount: 4))
                == .undefined("no examples of class class 1, class 3"))
        let two = try make(AreaUnderROC.self, context(classCount: 2))
        #expect(
            two(predictions([[0.5, 0.5]], labels: [1], classCount: 2)) == .undefined("no examples of class class 0"))
    }

    @Test func classWithoutExamplesHasNoAccuracy() throws {
        let sample = predictions(
            [[0.5, 0.3, 0.2], [0.5, 0.3, 0.2], [0.1, 0.2, 0.7]], labels: [0, 2, 2], classCount: 3)
        let three = context(classCount: 3)
        #expect(try make(PerClassAccuracy.self, three)(sample) == .perClass([1, nil, 0.5]))
        #expect(try make(BalancedAccuracy.self, three)(sample) == .scalar(0.75))
    }

    @Test func thresholdDecidesTiesForThePositiveClass() throws {
        let sample = predictions([[0.5, 0.5], [0.7, 0.3]], labels: [1, 0], classCount: 2)
        let two = context(classCount: 2)
        #expect(try make(Accuracy.self, two)(sample) == .scalar(0.5))
        #expect(try make(Accuracy.self, two) { $0.threshold = 0.5 }(sample) == .scalar(1))
        #expect(try make(Recall.self, two) { $0.threshold = 0.6 }(sample) == .scalar(0))
        #expect(try make(ErrorRate.self, two) { $0.threshold = 0.2 }(sample) == .scalar(0.5))
    }

    @Test func positiveClassCanBeTheFirst() throws {
        let sample = Predictions(classCount: 2, positiveClass: 0)
        sample.append(probabilities: [0.9, 0.1, 0.2, 0.8, 0.6, 0.4], labels: [0, 1, 1])
        let context = MetricContext(classNames: ["fraud", "fair"], trainingCounts: [1, 2], positiveClass: 0)
        #expect(try make(Precision.self, context)(sample) == .scalar(0.5))
        #expect(try make(Precision.self, context) { $0.threshold = 0.7 }(sample) == .scalar(1))
        #expect(try make(AreaUnderROC.self, context)(sample) == .scalar(1))
    }

    @Test func shotsGroupByTrainingCounts() throws {
        let context = MetricContext(
            classNames: (0..<6).map(String.init), trainingCounts: [101, 100, 20, 19, 5000, 0])
        let rows = [0, 1, 2, 3, 4, 0, 0, 0].map { predicted in (0..<6).map { $0 == predicted ? 0.5 : 0.1 } }
        let sample = predictions(rows, labels: [0, 1, 2, 3, 4, 4, 2, 3], classCount: 6)
        let value = try make(ShotAccuracy.self, context)(sample)
        // many: classes 0 (1/1), 4 (1/2); medium: 1 (1/1), 2 (1/2); few: 3 (1/2), 5 has no examples.
        #expect(value == .named([("many", 0.75), ("medium", 0.75), ("few", 0.5)]))
        let onlyMany = predictions([rows[0]], labels: [0], classCount: 6)
        #expect(
            try make(ShotAccuracy.self, context)(onlyMany) == .named([("many", 1), ("medium", nil), ("few", nil)]))
    }

    @Test func logLossClipsAndRefuses() throws {
        let metric = try make(LogLoss.self, context(classCount: 2))
        let certain = predictions([[0, 1], [1, 0]], labels: [0, 0], classCount: 2)
        expectClose(try #require(metric(certain).scalar), 52 * 0.6931471805599453 / 2, relative: 1e-12)
        for row in [[-0.1, 1.1], [0.5, .nan], [.nan, 0.5]] {
            #expect(
                metric(predictions([row], labels: [1], classCount: 2)) == .undefined("a probability is outside 0 to 1"))
        }
    }

    @Test func notANumberIsUndefined() throws {
        let sample = predictions([[0.5, .nan], [0.4, 0.6]], labels: [0, 1], classCount: 2)
        let ranking = ["auc_roc", "average_precision", "auc_pr", "recall_at_precision", "top_k_accuracy"]
        for maker in Self.all where ranking.contains(maker.name) {
            #expect(try maker.value(sample, context(classCount: 2)) == .undefined("a probability is NaN"))
        }
    }

    @Test func settingsThatDoNotFitTheDataAreRefused() {
        let three = context(classCount: 3)
        expectError("threshold: needs two classes, but the data set has 3") {
            try make(Accuracy.self, three) { $0.threshold = 0.5 }
        }
        expectError("average: is binary, but the data set has 3 classes") {
            try make(F1Score.self, three) { $0.average = .binary }
        }
        let unknownCounts = MetricContext(classNames: ["a", "b", "c"], trainingCounts: [])
        expectError("needs training counts of 3 classes, got 0") { try make(ShotAccuracy.self, unknownCounts) }
    }
}
