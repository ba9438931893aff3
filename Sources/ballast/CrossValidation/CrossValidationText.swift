import Ballast

/// The results of a cross-validation for a person.
enum CrossValidationText {
    /// A line a fold, then mean and standard error.
    static func folds(_ result: CrossValidationResult) -> String {
        let names = result.measures.keys.sorted()
        var table = Table(["fold"] + names)
        func append(_ title: String, _ value: (CrossValidationResult.Measure) -> Double?) {
            table.append([title] + names.map { result.measures[$0].flatMap(value)?.fixed(4) ?? "-" })
        }
        for fold in 0..<result.plan.foldCount { append("\(fold)") { $0.values[fold] } }
        append("mean") { $0.mean }
        append("standard error") { $0.standardError }
        return table.text
    }

    /// Mean ± standard error of every configuration.
    static func sideBySide(_ results: [CrossValidationResult]) -> String {
        let names = Set(results.flatMap(\.measures.keys)).sorted()
        var table = Table(["\(results.first?.plan.foldCount ?? 0) folds"] + names)
        for result in results {
            table.append([result.name] + names.map { result.measures[$0]?.text ?? "-" })
        }
        return table.text
    }
}

extension CrossValidationResult.Measure {
    /// `0.8123 ± 0.0045`.
    var text: String {
        guard let mean else { return "-" }
        return mean.fixed(4) + (standardError.map { " ± \($0.fixed(4))" } ?? "")
    }
}
