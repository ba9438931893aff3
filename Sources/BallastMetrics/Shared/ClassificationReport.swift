import BallastCore
import Foundation

/// Precision, recall, F1 and number of examples of each class, accuracy and averages: scikit-learn's
/// `classification_report`, and its layout to the character.
///
/// A rate without examples is 0. Classes that occur among neither labels nor decisions are left out, unless asked for;
/// the macro average is over those that are shown. Without examples everything is 0.
public struct ClassificationReport: Equatable, Sendable, Encodable {
    /// A line of the report.
    public struct Row: Equatable, Sendable, Encodable {
        public let name: String
        public let precision: Double
        public let recall: Double
        public let f1: Double
        /// The number of examples.
        public let support: Int
    }

    public let classes: [Row]
    public let accuracy: Double
    public let macroAverage: Row
    public let weightedAverage: Row

    /// - Parameters:
    ///   - counts: how many examples of each class were predicted as which.
    ///   - classNames: names of the classes; one without is shown as its number.
    ///   - includingAbsent: whether classes without labels and decisions are shown too.
    public init(_ counts: ConfusionCounts, classNames: [String], includingAbsent: Bool = false) {
        let labels = includingAbsent ? Array(0..<counts.classCount) : counts.occurringClasses
        let rows = labels.map { label in
            Row(
                name: classNames.indices.contains(label) ? classNames[label] : String(label),
                precision: counts.precision(of: label) ?? 0, recall: counts.recall(of: label) ?? 0,
                f1: counts.f1(of: label) ?? 0, support: counts.supports[label])
        }
        func average(_ name: String, weights: [Double]) -> Row {
            let total = weights.pairwiseSum
            func mean(_ value: (Row) -> Double) -> Double {
                total > 0 ? zip(rows, weights).map { value($0) * $1 }.pairwiseSum / total : 0
            }
            return Row(
                name: name, precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1), support: counts.total)
        }
        classes = rows
        accuracy = counts.accuracy ?? 0
        macroAverage = average("macro avg", weights: rows.map { _ in 1 })
        weightedAverage = average("weighted avg", weights: rows.map { Double($0.support) })
    }

    /// The report as text, each line ended.
    ///
    /// - Parameter digits: decimals; negative ones count as 0.
    public func text(digits: Int = 2) -> String {
        let digits = max(digits, 0)
        let width = max(classes.map(\.name.unicodeScalars.count).max() ?? 0, weightedAverage.name.count, digits)
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(width - text.unicodeScalars.count, 0)) + text
        }
        func line(_ name: String, _ cells: [String]) -> String {
            right(name, width) + " " + cells.map { " " + right($0, 9) }.joined() + "\n"
        }
        // scikit-learn's counts are floating point where no decision is right, and its report shows it.
        let isAllWrong = accuracy == 0 && macroAverage.support > 0
        func count(_ support: Int) -> String { isAllWrong ? "\(support).0" : String(support) }
        func number(_ value: Double) -> String { String(format: "%.\(digits)f", value) }
        func line(_ row: Row) -> String {
            line(row.name, [number(row.precision), number(row.recall), number(row.f1), count(row.support)])
        }
        return line("", ["precision", "recall", "f1-score", "support"]) + "\n"
            + classes.map(line).joined() + "\n"
            + line("accuracy", ["", "", number(accuracy), count(macroAverage.support)])
            + line(macroAverage) + line(weightedAverage)
    }
}
