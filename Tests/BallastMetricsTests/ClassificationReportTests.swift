import BallastCore
import BallastMetrics
import Foundation
import TestSupport
import Testing

/// The report against scikit-learn's: its numbers, and its text to the character.
@Suite struct ClassificationReportTests {
    private struct Numbers: Decodable {
        let precision: Double
        let recall: Double
        let f1: Double
        let support: Double

        enum CodingKeys: String, CodingKey {
            case precision, recall, support
            case f1 = "f1-score"
        }
    }

    private enum Entry: Decodable {
        case row(Numbers), accuracy(Double)

        init(from decoder: any Decoder) throws {
            if let value = try? decoder.singleValueContainer().decode(Double.self) {
                self = .accuracy(value)
            } else {
                self = .row(try Numbers(from: decoder))
            }
        }
    }

    private func expect(_ report: ClassificationReport, _ json: String, _ label: String) throws {
        let entries = try JSONDecoder().decode([String: Entry].self, from: Data(json.utf8))
        let rows = report.classes + [report.macroAverage, report.weightedAverage]
        #expect(Set(entries.keys) == Set(rows.map(\.name) + ["accuracy"]), "\(label)")
        for row in rows {
            guard case .row(let expected)? = entries[row.name] else { continue }
            expectClose(
                [row.precision, row.recall, row.f1, Double(row.support)],
                [expected.precision, expected.recall, expected.f1, expected.support], relative: 1e-14,
                "\(label): \(row.name)")
        }
        guard case .accuracy(let accuracy)? = entries["accuracy"] else {
            Issue.record("\(label): no accuracy")
            return
        }
        expectClose(report.accuracy, accuracy, relative: 1e-14, label)
    }

    @Test func numbers() throws {
        for sample in try GoldenCase.all() {
            let names =
                sample.family == "multiclass"
                ? (0..<sample.predictions.classCount).map(String.init)
                : [sample.name == "plus_minus_one" ? "-1" : "0", "1"]
            sample.predictions.threshold = sample.threshold
            // Of more than two classes all were asked for.
            let report = ClassificationReport(
                ConfusionCounts(sample.predictions), classNames: names,
                includingAbsent: sample.family == "multiclass")
            try expect(report, sample.golden.text("classification_report"), sample.name)
            guard sample.family == "binary" else { continue }
            let best = try #require(RankedScores(sample.predictions, of: 1)?.bestF1)
            sample.predictions.threshold = best.threshold
            #expect(
                try sample.predictions.predictedClasses
                    == sample.golden.integers("best_f1_pred").values.map { $0 > 0 ? 1 : 0 })
            try expect(
                ClassificationReport(ConfusionCounts(sample.predictions), classNames: names),
                sample.golden.text("best_f1_classification_report"), sample.name)
        }
    }

    @Test func textToTheCharacter() throws {
        let golden = try Golden("metrics_more")
        let names = try JSONDecoder().decode([String].self, from: Data(golden.text("names").utf8))
        for sample in try GoldenCase.all() {
            sample.predictions.threshold = sample.threshold
            let counts = ConfusionCounts(sample.predictions)
            let group = try golden.group("\(sample.family)/\(sample.name)")
            for (digits, dataset) in [(2, "report_2"), (0, "report_0"), (4, "report_4")] {
                let expected = try group.root.dataset(dataset).scalar(as: String.self)
                #expect(
                    ClassificationReport(counts, classNames: names).text(digits: digits) == expected,
                    "\(sample.name) \(dataset)")
            }
            let expected = try group.root.dataset("report_all_3").scalar(as: String.self)
            let report = ClassificationReport(counts, classNames: names, includingAbsent: true)
            #expect(report.text(digits: 3) == expected, "\(sample.name)")
        }
    }

    /// The report that the focal-loss notebook prints at its threshold.
    @Test func notebook() throws {
        let sample = try GoldenCase("binary", "notebook")
        let best = try #require(RankedScores(sample.predictions, of: 1)?.bestF1)
        sample.predictions.threshold = best.threshold
        expectClose(best.threshold, 0.322, relative: 0, absolute: 5e-4)
        let report = ClassificationReport(ConfusionCounts(sample.predictions), classNames: ["0", "1"])
        #expect(
            report.text() == """
                              precision    recall  f1-score   support

                           0       0.99      0.99      0.99      3545
                           1       0.26      0.18      0.21        55

                    accuracy                           0.98      3600
                   macro avg       0.62      0.59      0.60      3600
                weighted avg       0.98      0.98      0.98      3600

                """)
    }

    @Test func nothingToReport() {
        let report = ClassificationReport(ConfusionCounts(Predictions(classCount: 2)), classNames: [])
        #expect(report.classes.isEmpty)
        #expect(
            report.text(digits: -1)
                == "              precision    recall  f1-score   support\n\n\n"
                + "    accuracy                              0         0\n"
                + "   macro avg          0         0         0         0\n"
                + "weighted avg          0         0         0         0\n")
    }
}
