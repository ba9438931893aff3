import Ballast

/// The results of a cross-validation for a person.
enum CrossValidationText {
    /// A line a fold, with the settings that were chosen in it, then mean and standard error.
    static func folds(_ result: CrossValidationResult) -> String {
        let names = result.measures.keys.sorted()
        let keys = result.search?.searchedKeys ?? []
        var table = Table(["fold"] + (result.search == nil ? [] : ["point"] + keys) + names)
        func append(_ title: String, choice: Int? = nil, _ value: (CrossValidationResult.Measure) -> Double?) {
            let chosen = result.search.map { search in
                choice.map { search.row(of: $0) } ?? [String](repeating: "", count: keys.count + 1)
            }
            table.append(
                [title] + (chosen ?? []) + names.map { result.measures[$0].flatMap(value)?.fixed(4) ?? "-" })
        }
        for fold in 0..<result.plan.foldCount { append("\(fold)", choice: fold) { $0.values[fold] } }
        append("mean") { $0.mean }
        append("standard error") { $0.standardError }
        return table.text
    }

    /// Mean ± standard error of every configuration, then what was chosen in the folds of those that searched.
    static func sideBySide(_ results: [CrossValidationResult]) -> String {
        let names = Set(results.flatMap(\.measures.keys)).sorted()
        var table = Table(["\(results.first?.plan.foldCount ?? 0) folds"] + names)
        for result in results {
            table.append([result.name] + names.map { result.measures[$0]?.text ?? "-" })
        }
        return ([table] + results.compactMap(choices)).map(\.text).joined(separator: "\n\n")
    }

    /// A line a fold with the point that was chosen and what it reached in the inner folds; nil if nothing was searched.
    private static func choices(_ result: CrossValidationResult) -> Table? {
        guard let search = result.search else { return nil }
        var table = Table(["\(result.name), fold", "point"] + search.searchedKeys + ["inner \(search.metric)"])
        for (fold, choice) in search.choices.enumerated() {
            table.append(["\(fold)"] + search.row(of: fold) + [choice.text])
        }
        return table
    }
}

extension CrossValidationResult.Search {
    /// The settings that were searched.
    fileprivate var searchedKeys: [String] { Set(choices.flatMap(\.settings.keys)).sorted() }

    /// The point that was chosen in a fold, and its settings.
    fileprivate func row(of fold: Int) -> [String] {
        ["\(choices[fold].point)"] + searchedKeys.map { choices[fold].settings[$0] ?? "-" }
    }
}

extension CrossValidationResult.Measure {
    /// `0.8123 ± 0.0045`.
    var text: String {
        guard let mean else { return "-" }
        return mean.fixed(4) + (standardError.map { " ± \($0.fixed(4))" } ?? "")
    }
}
