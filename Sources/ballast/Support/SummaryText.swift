import Ballast

/// A run's result for a person.
enum SummaryText {
    static func text(_ summary: RunSummary, folder: String) -> String {
        var lines = ["\(summary.name): \(summary.epochs) epochs, \(summary.selected) weights, in \(folder)"]
        for (title, scores) in [("validation", summary.validation), ("test", summary.test)] where !scores.isEmpty {
            lines.append("\(title):")
            lines += scoreLines(scores, classNames: summary.classNames).map { "  " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    static func scoreLines(_ scores: [String: MetricValue], classNames: [String]) -> [String] {
        scores.sorted { $0.key < $1.key }.flatMap { name, value -> [String] in
            switch value {
            case .scalar(let number): ["\(name) \(number.fixed(4))"]
            case .undefined(let reason): ["\(name) undefined: \(reason)"]
            case .named(let values):
                ["\(name) " + values.map { "\($0.name) \($0.value?.fixed(4) ?? "-")" }.joined(separator: ", ")]
            case .perClass(let values):
                ["\(name) " + zip(classNames, values).map { "\($0) \($1?.fixed(4) ?? "-")" }.joined(separator: ", ")]
            case .matrix(let rows):
                ["\(name) (rows: true class)"] + rows.map { "  " + $0.map(String.init).joined(separator: " ") }
            }
        }
    }
}
