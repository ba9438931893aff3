import BallastCore
import BallastMetrics
import TestSupport
import Testing

/// Every case of the golden file: what scikit-learn returns, to 10⁻¹².
@Suite struct MetricParityTests {
    @Test func goldenFileHasItsCases() throws {
        #expect(try GoldenCase.names("binary").count == 18)
        #expect(try GoldenCase.names("multiclass").count == 9)
    }

    @Test func binaryDecisions() throws {
        for name in try GoldenCase.names("binary") {
            let sample = try GoldenCase("binary", name)
            let (context, threshold) = (sample.context, sample.threshold)
            try check(sample, make(Accuracy.self, context) { $0.threshold = threshold }, "accuracy")
            try check(sample, make(BalancedAccuracy.self, context) { $0.threshold = threshold }, "balanced_accuracy")
            try check(sample, make(F1Score.self, context) { $0.threshold = threshold }, "f1_binary")
            try check(sample, make(MacroF1Score.self, context) { $0.threshold = threshold }, "f1_macro")
            try check(sample, make(Precision.self, context) { $0.threshold = threshold }, "precision_binary")
            try check(sample, make(Recall.self, context) { $0.threshold = threshold }, "recall_binary")
        }
    }

    @Test func binaryScores() throws {
        for name in try GoldenCase.names("binary") {
            let sample = try GoldenCase("binary", name)
            try check(sample, make(AreaUnderROC.self, sample.context), "roc_auc_score")
            try check(sample, make(AveragePrecision.self, sample.context), "average_precision_score")
            try check(
                sample, make(LogLoss.self, sample.context), "log_loss_labels_given",
                relative: sample.isSinglePrecision ? 1e-6 : 1e-12)
            let best = try #require(RankedScores(sample.predictions, of: 1)?.bestF1)
            expectClose(best.threshold, try #require(try sample.expected("best_f1_threshold")), relative: 0, name)
            expectClose(best.f1, try #require(try sample.expected("best_f1_value")), relative: 1e-12, name)
            // scikit-learn has another rule for scores outside [0, 1], and none for labels of one class.
            let hasRule = try name != "logits" && sample.expected("top_1_accuracy") != nil
            guard hasRule else { continue }
            try check(sample, make(TopKAccuracy.self, sample.context) { $0.k = 1 }, "top_1_accuracy")
        }
    }

    @Test func multiclassDecisions() throws {
        for name in try GoldenCase.names("multiclass") {
            let sample = try GoldenCase("multiclass", name)
            let context = sample.context
            try check(sample, make(Accuracy.self, context), "accuracy")
            try check(sample, make(BalancedAccuracy.self, context), "balanced_accuracy")
            try check(sample, make(MacroF1Score.self, context), "f1_macro")
            try check(sample, make(F1Score.self, context), "f1_macro")
            try check(sample, make(Precision.self, context), "precision_macro")
            try check(sample, make(Recall.self, context), "recall_macro")
            for k in 1...3 { try check(sample, make(TopKAccuracy.self, context) { $0.k = k }, "top_\(k)_accuracy") }
        }
    }

    @Test func multiclassScores() throws {
        for name in try GoldenCase.names("multiclass") {
            let sample = try GoldenCase("multiclass", name)
            try check(sample, make(AveragePrecision.self, sample.context), "average_precision_macro")
            try check(sample, make(LogLoss.self, sample.context), "log_loss")
            // scikit-learn refuses rows that do not sum to 1; an order needs no such thing.
            if name != "not_normalised" {
                try check(sample, make(AreaUnderROC.self, sample.context), "roc_auc_ovr_macro")
            }
        }
    }

    @Test func confusionAndRatesByClass() throws {
        for name in try GoldenCase.names("multiclass") {
            let sample = try GoldenCase("multiclass", name)
            let matrix = try sample.golden.integers("confusion_matrix")
            let expected = (0..<matrix.rows).map { matrix[row: $0].values }
            #expect(try make(ConfusionMatrix.self, sample.context)(sample.predictions) == .matrix(expected), "\(name)")
            let counts = ConfusionCounts(sample.predictions)
            let f1 = (0..<counts.classCount).map { counts.f1(of: $0) ?? 0 }
            expectClose(f1, try sample.golden.doubles("f1_per_class").values, relative: 1e-12, name)
        }
        // In the binary cases scikit-learn's matrix has only the classes that occur.
        for name in try GoldenCase.names("binary") {
            let sample = try GoldenCase("binary", name)
            let counts = ConfusionCounts(sample.predictions, threshold: sample.threshold)
            let occurring = counts.occurringClasses
            let expected = try sample.golden.integers("confusion_matrix").values
            #expect(occurring.flatMap { row in occurring.map { counts.matrix[row][$0] } } == expected, "\(name)")
        }
    }

    private func check(
        _ sample: GoldenCase, _ metric: some Metric, _ scalar: String, relative: Double = 1e-12,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let value = metric(sample.predictions)
        guard let expected = try sample.expected(scalar) else {
            #expect(value.scalar == nil, "\(sample.name): \(scalar) has no value", sourceLocation: sourceLocation)
            return
        }
        let actual = try #require(value.scalar, "\(sample.name): \(scalar)", sourceLocation: sourceLocation)
        expectClose(
            actual, expected, relative: relative, absolute: 1e-15, "\(sample.name): \(scalar)",
            sourceLocation: sourceLocation)
    }
}
