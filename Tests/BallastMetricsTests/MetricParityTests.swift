import BallastCore
import BallastMetrics
import TestSupport
import Testing

/// Every case of the golden file: what scikit-learn and imbalanced-learn return, to 10⁻¹².
@Suite struct MetricParityTests {
    @Test func goldenFileHasItsCases() throws {
        #expect(try GoldenCase.names("binary").count == 18)
        #expect(try GoldenCase.names("multiclass").count == 9)
    }

    /// Every scalar of the golden files is compared below with something; so none is forgotten.
    @Test func everyScalarIsCompared() throws {
        let compared: Set = [
            "roc_auc_score", "average_precision_score", "pr_auc", "f1_binary", "f1_macro", "f1_weighted", "f1_micro",
            "precision_binary", "recall_binary", "accuracy", "balanced_accuracy", "balanced_accuracy_adjusted",
            "matthews_corrcoef", "brier_score_loss", "log_loss", "log_loss_labels_given", "geometric_mean_multiclass",
            "geometric_mean_binary", "geometric_mean_macro", "geometric_mean_weighted", "top_1_accuracy",
            "ece_positive", "ece_confidence", "best_f1_index", "best_f1_threshold", "best_f1_value",
            "roc_auc_ovr_macro", "roc_auc_ovr_weighted", "roc_auc_ovo_macro", "roc_auc_ovo_weighted",
            "average_precision_macro", "average_precision_weighted", "average_precision_micro", "precision_macro",
            "recall_macro", "geometric_mean_correction", "top_2_accuracy", "top_3_accuracy",
        ]
        let names = try GoldenCase("binary", "random").scalarNames + GoldenCase("multiclass", "three").scalarNames
        #expect(Set(names) == compared)
    }

    @Test func binaryDecisions() throws {
        for name in try GoldenCase.names("binary") {
            let sample = try GoldenCase("binary", name)
            let threshold = sample.threshold
            try sample.check(sample.make(Accuracy.self) { $0.threshold = threshold }, "accuracy")
            try sample.check(sample.make(F1Score.self) { $0.threshold = threshold }, "f1_binary")
            try sample.check(sample.make(MacroF1Score.self) { $0.threshold = threshold }, "f1_macro")
            try sample.check(sample.make(Precision.self) { $0.threshold = threshold }, "precision_binary")
            try sample.check(sample.make(Recall.self) { $0.threshold = threshold }, "recall_binary")
            // The same through the threshold of the predictions.
            sample.predictions.threshold = threshold
            try sample.check(sample.make(F1Score.self), "f1_binary")
            try sample.check(sample.make(F1Score.self) { $0.average = .macro }, "f1_macro")
            try sample.check(sample.make(GeometricMean.self) { $0.average = .binary }, "geometric_mean_binary")
            try decisions(of: sample)
        }
    }

    @Test func multiclassDecisions() throws {
        for name in try GoldenCase.names("multiclass") {
            let sample = try GoldenCase("multiclass", name)
            try sample.check(sample.make(MacroF1Score.self), "f1_macro")
            try sample.check(sample.make(F1Score.self), "f1_macro")
            try sample.check(sample.make(Precision.self), "precision_macro")
            try sample.check(sample.make(Recall.self), "recall_macro")
            for k in 1...3 { try sample.check(sample.make(TopKAccuracy.self) { $0.k = k }, "top_\(k)_accuracy") }
            try sample.check(sample.make(GeometricMean.self) { $0.correction = 0.001 }, "geometric_mean_correction")
            try decisions(of: sample)
        }
    }

    /// What both families of cases have.
    private func decisions(of sample: GoldenCase) throws {
        try sample.check(sample.make(Accuracy.self), "accuracy")
        try sample.check(sample.make(F1Score.self) { $0.average = .weighted }, "f1_weighted")
        try sample.check(sample.make(F1Score.self) { $0.average = .micro }, "f1_micro")
        try sample.check(sample.make(BalancedAccuracy.self), "balanced_accuracy")
        try sample.check(sample.make(BalancedAccuracy.self) { $0.adjusted = true }, "balanced_accuracy_adjusted")
        try sample.check(sample.make(MatthewsCorrelation.self), "matthews_corrcoef")
        try sample.check(sample.make(GeometricMean.self), "geometric_mean_multiclass")
        try sample.check(sample.make(GeometricMean.self) { $0.average = .macro }, "geometric_mean_macro")
        try sample.check(sample.make(GeometricMean.self) { $0.average = .weighted }, "geometric_mean_weighted")
    }

    @Test func binaryScores() throws {
        for name in try GoldenCase.names("binary") {
            let sample = try GoldenCase("binary", name)
            let relative = sample.isSinglePrecision ? 1e-6 : 1e-12
            try sample.check(sample.make(AreaUnderROC.self), "roc_auc_score")
            try sample.check(sample.make(AveragePrecision.self), "average_precision_score")
            try sample.check(sample.make(AreaUnderPrecisionRecall.self), "pr_auc")
            try sample.check(sample.make(LogLoss.self), "log_loss_labels_given", relative: relative)
            try sample.check(sample.make(BrierScore.self), "brier_score_loss", relative: relative)
            try sample.check(sample.make(ExpectedCalibrationError.self), "ece_confidence")
            try sample.check(
                sample.make(ExpectedCalibrationError.self) { $0.confidence = .positive }, "ece_positive")
            // scikit-learn has another rule for scores outside [0, 1], and none for labels of one class.
            let hasRule = try name != "logits" && sample.expected("top_1_accuracy") != nil
            guard hasRule else { continue }
            try sample.check(sample.make(LogLoss.self), "log_loss", relative: relative)
            try sample.check(sample.make(TopKAccuracy.self) { $0.k = 1 }, "top_1_accuracy")
        }
    }

    @Test func multiclassScores() throws {
        for name in try GoldenCase.names("multiclass") {
            let sample = try GoldenCase("multiclass", name)
            let averages: [(ScoreAverage, String)] = [(.macro, "macro"), (.weighted, "weighted"), (.micro, "micro")]
            for (average, word) in averages {
                try sample.check(
                    sample.make(AveragePrecision.self) { $0.average = average }, "average_precision_\(word)")
            }
            try sample.check(sample.make(LogLoss.self), "log_loss")
            try sample.check(sample.make(BrierScore.self), "brier_score_loss")
            try sample.check(sample.make(ExpectedCalibrationError.self), "ece_confidence")
            // scikit-learn refuses rows that do not sum to 1; an order needs no such thing.
            guard name != "not_normalised" else { continue }
            for comparison in AreaUnderROC.Comparison.allCases {
                for average in AreaUnderROC.Average.allCases {
                    let area = try sample.make(AreaUnderROC.self) {
                        $0.multiclass = comparison
                        $0.average = average
                    }
                    try sample.check(area, "roc_auc_\(comparison.rawValue)_\(average.rawValue)")
                }
            }
        }
    }

    @Test func confusionAndRatesByClass() throws {
        for name in try GoldenCase.names("multiclass") {
            let sample = try GoldenCase("multiclass", name)
            let matrix = try sample.golden.integers("confusion_matrix")
            let expected = (0..<matrix.rows).map { matrix[row: $0].values }
            #expect(try sample.make(ConfusionMatrix.self)(sample.predictions) == .matrix(expected), "\(name)")
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

    /// The values of the second golden file, of which each dataset tells its call.
    @Test func furtherDecisions() throws {
        for sample in try GoldenCase.all() {
            sample.predictions.threshold = sample.threshold
            let more = try Golden("metrics_more").group("\(sample.family)/\(sample.name)")
            func check(_ metric: some Metric, _ dataset: String) throws {
                let expected = try more.root.dataset(dataset).scalar(as: Double.self)
                try sample.check(metric(sample.predictions), expected.isNaN ? nil : expected, dataset)
            }
            try check(sample.make(CohenKappa.self), "kappa")
            try check(sample.make(CohenKappa.self) { $0.weights = .linear }, "kappa_linear")
            try check(sample.make(CohenKappa.self) { $0.weights = .quadratic }, "kappa_quadratic")
            try check(sample.make(Precision.self) { $0.average = .weighted }, "precision_weighted")
            try check(sample.make(Precision.self) { $0.average = .micro }, "precision_micro")
            try check(sample.make(Recall.self) { $0.average = .weighted }, "recall_weighted")
            try check(sample.make(GeometricMean.self) { $0.average = .micro }, "g_micro")
            for (beta, average, dataset) in [
                (0.5, ClassAverage.macro, "f_half_macro"), (2, .macro, "f_two_macro"),
                (2, .weighted, "f_two_weighted"), (2, .micro, "f_two_micro"),
            ] {
                let metric = try sample.make(FBetaScore.self) {
                    $0.beta = beta
                    $0.decision.average = average
                }
                try check(metric, dataset)
            }
            func checkEach(_ metric: some Metric, _ dataset: String) throws {
                guard case .perClass(let values) = metric(sample.predictions) else {
                    Issue.record("\(sample.name): \(dataset) has no value per class")
                    return
                }
                let expected = try more.doubles(dataset).values
                expectClose(values.map { $0 ?? 0 }, expected, relative: 1e-12, "\(sample.name): \(dataset)")
            }
            try checkEach(sample.make(FBetaScore.self) { $0.decision.average = .perClass }, "f_two_per_class")
            try checkEach(sample.make(Precision.self) { $0.average = .perClass }, "precision_per_class")
            try checkEach(sample.make(Recall.self) { $0.average = .perClass }, "recall_per_class")
        }
    }
}
