import Ballast
import Testing
import TestSupport

@Suite struct CrossValidationResultTests {
    @Test func aSampleHasMeanAndStandardError() {
        let sample = Sample([1, 2, 4, 5])
        #expect(sample.mean == 3)
        expectClose(sample.standardError ?? .nan, (10.0 / 3 / 4).squareRoot(), relative: 1e-15)
        #expect(Sample([7]).mean == 7)
        #expect(Sample([7]).standardError == nil)
        #expect(Sample([]).mean == nil)
    }

    /// Folds in which a metric is undefined do not count, and metrics of several numbers have one measure for each.
    @Test func everyNumberOfTheTestIsAMeasure() throws {
        let tests: [[String: MetricValue]] = [
            [
                "auc_roc": .scalar(0.5), "per_class_accuracy": .perClass([0.25, nil]),
                "confusion_matrix": .matrix([[1]]),
            ],
            ["auc_roc": .undefined("one class"), "per_class_accuracy": .perClass([0.75, 1])],
            ["auc_roc": .scalar(1), "per_class_accuracy": .undefined("no rows")],
        ]
        let plan = try JSONText.decode(
            CrossValidationPlan.self,
            from: """
                {"name": "r", "fold_count": 3, "split": "all", "split_seed": 0, "fingerprint": "f",
                "class_names": ["a", "b"], "fold_counts": [], "plugins": [],
                "directions": {"auc_roc": "higher", "per_class_accuracy": "higher"}}
                """)
        let config = try RunConfig.decode(
            ConfigNode.parse(
                yaml: """
                    {data: {path: x}, model: m, loss: l, optimizer: o, training: {epochs: 1, batch_size: 1}}
                    """, path: "c"), catalog: nil)
        let result = CrossValidationResult(plan: plan, summaries: try tests.map(summary), config: config)
        #expect(result.measures.keys.sorted() == ["auc_roc", "per_class_accuracy a", "per_class_accuracy b"])
        let area = try #require(result.measures["auc_roc"])
        #expect(area.values == [0.5, nil, 1] && area.mean == 0.75 && area.standardError == 0.25)
        #expect(result.measures["per_class_accuracy a"]?.mean == 0.5)
        #expect(result.measures["per_class_accuracy b"]?.values == [nil, 1, nil])
        #expect(result.measures["per_class_accuracy b"]?.direction == "higher")
        #expect(try JSONText.decode(CrossValidationResult.self, from: JSONText.encode(result)) == result)
    }

    private func summary(_ test: [String: MetricValue]) throws -> RunSummary {
        try JSONText.decode(
            RunSummary.self,
            from: """
                {"name": "r", "loss": "l", "model": "m", "sampler": "s", "weighting": "none", "seed": 0, "epochs": 1,
                "steps": 1, "monitor": "loss", "selected": "last", "validation": {}, "class_names": ["a", "b"],
                "training_counts": [1, 1], "seconds": 0, "parameter_count": 1, "peak_tensor_bytes": 0,
                "test": \(JSONText.encode(test))}
                """)
    }
}
