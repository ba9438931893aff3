import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct MetricsCommandTests {
    /// What `--json` prints, as far as tests look at it.
    private struct Summary: Decodable {
        let rows: Int
        let classNames: [String]
        let supports: [Int]
        let positiveClass: String?
        let threshold: MetricValue?
        let metrics: [String: MetricValue]
    }

    private func summary(_ arguments: [String], in directory: TemporaryDirectory) throws -> Summary {
        let result = try Program.run(["metrics"] + arguments + ["--json"], in: directory)
        #expect(result.code == 0, "\(result.errors)")
        return try JSONText.decode(Summary.self, from: result.output)
    }

    /// A case of the golden file and its scalars by name.
    private func golden(_ path: String) throws -> (Golden, [String: Double]) {
        let golden = try Golden("metrics").group(path)
        let text: String = try golden.root.dataset("scalars").attribute("names")
        let names = try JSONDecoder().decode([String].self, from: Data(text.utf8))
        return (golden, try Dictionary(uniqueKeysWithValues: zip(names, golden.doubles("scalars").values)))
    }

    /// Labels and scores of a golden case as text.
    private func csv(_ path: String) throws -> String {
        let golden = try Golden("metrics").group(path)
        let rows = try zip(golden.integers("y_true").values, golden.doubles("y_score").values)
        return "y,p\n" + rows.map { "\($0),\($1)\n" }.joined()
    }

    @Test func textAndHDF5AgreeWithTheLibrary() throws {
        let directory = try TemporaryDirectory()
        let (golden, expected) = try golden("binary/random")
        try csv("binary/random").write(toFile: directory.file("r.csv"), atomically: true, encoding: .utf8)
        let file = try HDF5File.create(directory.file("r.h5"))
        try file.createDataset("y", values: golden.integers("y_true").values.map(Int64.init))
        try file.createDataset("p", values: golden.doubles("y_score").values)
        try file.close()
        let names = [
            "auc_roc": "roc_auc_score", "average_precision": "average_precision_score", "auc_pr": "pr_auc",
            "f1": "f1_binary", "mcc": "matthews_corrcoef", "brier_score": "brier_score_loss", "log_loss": "log_loss",
            "g_mean": "geometric_mean_multiclass", "expected_calibration_error": "ece_confidence",
        ]
        for name in ["r.csv", "r.h5"] {
            let summary = try summary(
                [name, "--label", "y", "--score", "p", "--threshold", "0.5"], in: directory)
            #expect(summary.rows == 200)
            #expect(summary.classNames == ["0", "1"] && summary.positiveClass == "1")
            #expect(summary.supports == [149, 51])
            #expect(summary.threshold == .scalar(0.5))
            for (metric, scalar) in names {
                expectClose(
                    summary.metrics[metric]?.scalar ?? .nan, try #require(expected[scalar]), relative: 1e-12, metric)
            }
            let report = try Program.run(
                ["metrics", name, "--label", "y", "--score", "p", "--threshold", "0.5", "--report", "--digits", "4"],
                in: directory)
            // The report's names are others there.
            let reports = try Golden("metrics_more").group("binary/random")
            let text = try reports.root.dataset("report_4").scalar(as: String.self)
            let renamed = text.replacingOccurrences(of: "cat", with: "  0")
                .replacingOccurrences(of: "dog", with: "  1")
            #expect(report.output == renamed + "\n")
        }
    }

    @Test func thresholdsAreChosenOnOneFileAndUsedOnAnother() throws {
        let directory = try TemporaryDirectory()
        try csv("binary/random").write(toFile: directory.file("r.csv"), atomically: true, encoding: .utf8)
        try csv("binary/ties").write(toFile: directory.file("t.csv"), atomically: true, encoding: .utf8)
        let columns = ["--label", "y", "--score", "p"]
        let (_, expected) = try golden("binary/random")
        let own = try summary(["r.csv", "--choose", "best_f1"] + columns, in: directory)
        let threshold = try #require(expected["best_f1_threshold"])
        #expect(own.threshold == .scalar(threshold))
        let other = try summary(["t.csv", "--choose", "best_f1", "--choose-on", "r.csv"] + columns, in: directory)
        #expect(other.threshold == .scalar(threshold))
        let fixed = try summary(["t.csv", "--threshold", "\(threshold)"] + columns, in: directory)
        #expect(fixed.metrics == other.metrics)

        let note = try Program.run(["metrics", "r.csv", "--choose", "youden"] + columns, in: directory)
        #expect(note.errors.contains("chosen on the rows it is used on"))
        #expect(note.output.contains("threshold"))
    }

    @Test func costsReachTheRuleAndTheMetric() throws {
        let directory = try TemporaryDirectory()
        try csv("binary/random").write(toFile: directory.file("r.csv"), atomically: true, encoding: .utf8)
        let columns = ["r.csv", "--label", "y", "--score", "p"]
        let costs = ["--false-negative-cost", "20", "--false-positive-cost", "0.5"]
        let chosen = try summary(columns + ["--choose", "minimum_cost"] + costs, in: directory)
        let plain = try summary(columns + ["--choose", "minimum_cost"], in: directory)
        let cost = try #require(chosen.metrics["cost_weighted_error"]?.scalar)
        let threshold = try #require(chosen.threshold?.scalar)
        #expect(threshold < plain.threshold?.scalar ?? 0)
        for other in [threshold - 0.02, threshold + 0.02] {
            let value = try summary(columns + ["--threshold", "\(other)"] + costs, in: directory)
            #expect(value.metrics["cost_weighted_error"]?.scalar ?? 0 >= cost)
        }
        let named = try summary(
            columns + ["--choose", "minimum_cost", "--metric", "cost_weighted_error"] + costs, in: directory)
        #expect(named.metrics == ["cost_weighted_error": .scalar(cost)])
        let precise = try summary(
            columns + ["--choose", "fixed_precision", "--precision", "0.6", "--metric", "precision", "--metric", "f1"],
            in: directory)
        #expect(Set(precise.metrics.keys) == ["precision", "f1"])
        #expect(precise.metrics["precision"]?.scalar ?? 0 >= 0.6)
    }

    @Test func severalClasses() throws {
        let directory = try TemporaryDirectory()
        let (golden, expected) = try golden("multiclass/four_imbalanced")
        let file = try HDF5File.create(directory.file("four.h5"))
        try file.createDataset("labels", values: golden.integers("y_true").values.map(Int64.init))
        let scores = try golden.doubles("y_score")
        try file.createDataset("probabilities", values: scores.values, shape: scores.shape)
        try file.createDataset("y_pred", values: golden.integers("y_pred").values.map(Int64.init))
        try file.close()
        let all = try summary(
            ["four.h5", "--metric", "auc_roc", "--metric", "{type: auc_roc, multiclass: ovo, average: weighted}"],
            in: directory)
        expectClose(
            all.metrics["auc_roc"]?.scalar ?? .nan, try #require(expected["roc_auc_ovr_macro"]), relative: 1e-12)
        expectClose(
            all.metrics["auc_roc multiclass=ovo average=weighted"]?.scalar ?? .nan,
            try #require(expected["roc_auc_ovo_weighted"]), relative: 1e-12)

        // Decisions alone leave out what reads probabilities.
        let decided = try summary(["four.h5", "--predicted", "y_pred"], in: directory)
        #expect(decided.metrics["log_loss"] == nil)
        expectClose(
            decided.metrics["mcc"]?.scalar ?? .nan, try #require(expected["matthews_corrcoef"]), relative: 1e-12)
        let refused = try Program.run(
            ["metrics", "four.h5", "--predicted", "y_pred", "--metric", "log_loss"], in: directory)
        #expect(refused.code == 64)
        #expect(refused.errors.contains("log_loss needs scores"))
    }

    @Test func predictionsOfAModelAreReadAsTheyAreWritten() throws {
        let directory = try TemporaryDirectory()
        let predictions = Predictions(classCount: 3)
        predictions.append(
            probabilities: [0.5, 0.25, 0.25, 0.125, 0.75, 0.125, 0.5, 0.25, 0.25], labels: [0, 1, 2])
        let names = ["a, b", "c", "7"]
        try PredictionFile.writeCSV(predictions, classNames: names, to: directory.file("p.csv"))
        try PredictionFile.writeHDF5(predictions, classNames: names, to: directory.file("p.h5"))
        let text = try summary(["p.csv"], in: directory)
        #expect(text.classNames == names)
        #expect(text.metrics["accuracy"] == .scalar(2.0 / 3))
        let stored = try summary(["p.h5"], in: directory)
        #expect(stored.classNames == names && stored.metrics == text.metrics)
        let table = try Program.run(["metrics", "p.h5"], in: directory)
        #expect(table.output.hasPrefix("3 rows (a, b 1, c 1, 7 1)\n\nmetric"))
        #expect(table.output.contains("per_class_accuracy a, b"))
        #expect(table.output.contains("true class"))
    }

    @Test func logitsEmptyFilesAndOneClass() throws {
        let directory = try TemporaryDirectory()
        try csv("binary/logits").write(toFile: directory.file("l.csv"), atomically: true, encoding: .utf8)
        let (_, expected) = try golden("binary/logits")
        let logits = try summary(["l.csv", "--label", "y", "--score", "p"], in: directory)
        #expect(logits.threshold == .scalar(0))
        expectClose(logits.metrics["f1"]?.scalar ?? .nan, try #require(expected["f1_binary"]), relative: 1e-12)
        #expect(logits.metrics["log_loss"] == .undefined("a probability is outside 0 to 1"))

        try "label,p_1\n".write(toFile: directory.file("e.csv"), atomically: true, encoding: .utf8)
        let empty = try summary(["e.csv"], in: directory)
        #expect(empty.rows == 0)
        #expect(empty.metrics["accuracy"] == .undefined("there are no examples"))
        try "label,p_1\n1,0.5\n1,0.75\n".write(toFile: directory.file("o.csv"), atomically: true, encoding: .utf8)
        let one = try summary(["o.csv", "--choose", "youden"], in: directory)
        #expect(one.classNames == ["0", "1"])
        #expect(one.threshold == .undefined("there are no examples of the negative class"))
        #expect(one.metrics["auc_roc"] == .undefined("no examples of class 0"))
    }

    @Test func curvesAreWritten() throws {
        let directory = try TemporaryDirectory()
        try csv("binary/random").write(toFile: directory.file("r.csv"), atomically: true, encoding: .utf8)
        let (golden, _) = try golden("binary/random")
        let result = try Program.run(
            ["metrics", "r.csv", "--label", "y", "--score", "p", "--curves", "c.h5"], in: directory)
        #expect(result.code == 0, "\(result.errors)")
        let curves = try HDF5File.open(directory.file("c.h5"))
        for (path, name) in [("roc/true_positive_rate", "tpr"), ("pr/precision", "precision"), ("pr/recall", "recall")]
        {
            expectClose(
                try curves.dataset(path).read(as: Double.self).values, try golden.doubles(name).values,
                relative: 1e-15)
        }
    }

    /// Command lines behind `metrics`, their exit codes, and what the message must say.
    static let failures: [(arguments: [String], code: Int32, words: String)] = [
        (["none.csv"], 74, "none.csv: cannot open the file"),
        (["f.csv"], 64, "there is no column 'label': expected one of y, p, q, z"),
        (["f.csv", "--label", "y"], 64, "there are no columns p_…"),
        (["f.csv", "--label", "y", "--score", "z"], 65, "f.csv: line 3, column 'z': a score is no number: got 'x'"),
        (["f.csv", "--label", "z", "--score", "p"], 65, "there are 3 different labels (1.5, 2, x)"),
        (["f.csv", "--label", "y", "--score", "p", "--classes", "a,b"], 65, "a label '0': expected one of a, b"),
        (["f.csv", "--label", "y", "--score", "p", "--classes", "a,a"], 64, "must be two or more different names"),
        (["f.csv", "--label", "y", "--score", "p", "--positive", "2"], 64, "no class '2' to be the positive one"),
        (["f.csv", "--label", "y", "--score", "p", "--threshold", "1", "--choose", "youden"], 64, "not both"),
        (["f.csv", "--label", "y", "--score", "p", "--choose", "yuden"], 64, "did you mean \"youden\"?"),
        (["f.csv", "--label", "y", "--score", "p", "--metric", "f11"], 64, "did you mean \"f1\"?"),
        (["f.csv", "--label", "y", "--score", "p", "--metric", "{type: f_beta, beta: 0}"], 64, "beta: out of range"),
        (["f.csv", "--label", "y", "--score", "p", "--metric", "shot_accuracy"], 64, "needs training counts"),
        (["f.csv", "--label", "y", "--score", "p", "--choose", "fixed_precision", "--precision", "2"], 64, "(0, 1]"),
        (
            ["f.csv", "--label", "y", "--score", "p", "--score", "q", "--score", "p", "--threshold", "0.5"], 64,
            "a threshold needs two classes, but there are 3"
        ),
        (["f.csv", "--label", "y", "--score", "p", "--choose-on", "f.csv"], 64, "--choose-on needs --choose"),
        (["f.csv", "--label", "y", "--score", "p", "--digits", "18"], 64, "--digits must be 0 to 17"),
        (
            ["f.csv", "--label", "y", "--score", "p", "--metric", "f1", "--false-positive-cost", "2"], 64,
            "costs are given, but neither minimum_cost nor cost_weighted_error takes them"
        ),
        (["f.csv", "--label", "y", "--score", "p", "--metric", "f1", "--report"], 64, "--report prints no metrics"),
        (["f.h5"], 65, "no object 'labels'"),
        (["f.h5", "--label", "y"], 65, "there is no such class: expected 0 to 1, as /classes counts them, got 2"),
        (["f.h5", "--label", "z", "--score", "p"], 65, "/p: wrong number of rows: expected 1, as labels, got 3"),
        (["f.h5", "--label", "half"], 65, "/half, row 1: a class is no whole number: got 0.5"),
    ]

    @Test(arguments: failures)
    func failuresHaveWordsAndACode(arguments: [String], code: Int32, words: String) throws {
        let directory = try TemporaryDirectory()
        try "y,p,q,z\n0,0.5,1,2\n1,0.25,1,x\n1,1,1,1.5\n".write(
            toFile: directory.file("f.csv"), atomically: true, encoding: .utf8)
        let file = try HDF5File.create(directory.file("f.h5"))
        try file.createDataset("y", values: [0, 1, 2] as [Int64])
        try file.createDataset("z", values: [0] as [Int64])
        try file.createDataset("half", values: [0, 0.5])
        try file.createDataset("p", values: [0, 0.5, 1])
        try file.createDataset("classes", values: ["a", "b"])
        try file.close()
        let result = try Program.run(["metrics"] + arguments, in: directory)
        #expect(result.code == code, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}
