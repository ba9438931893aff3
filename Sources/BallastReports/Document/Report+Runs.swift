internal import BallastCore
internal import BallastTraining
internal import Foundation

extension Report {
    /// A report on several runs side by side.
    ///
    /// - Parameters:
    ///   - runs: what their folders hold; two at least.
    ///   - comparisons: of their methods over seeds, in each metric; empty if no two runs differ in the seed alone.
    /// - Throws: `EncodingError` if the numbers cannot be written.
    public init(runs: [RunContents], comparisons: [MethodComparison]) throws {
        try self.init(
            runs: runs, comparisons: comparisons, title: "Comparison of \(runs.count) runs",
            subtitle: runs.map(\.label).joined(separator: ", "))
    }

    /// A report on a cross-validation: its folds side by side, and what they come to.
    ///
    /// - Parameters:
    ///   - result: of the cross-validation.
    ///   - folds: what the folders of the folds hold, in their order.
    /// - Throws: `EncodingError` if the numbers cannot be written.
    public init(crossValidation result: CrossValidationResult, folds: [RunContents]) throws {
        var runs = folds
        for index in runs.indices { runs[index].label = "fold \(index)" }
        try self.init(
            runs: runs, comparisons: [], title: result.name,
            subtitle: "A cross-validation of \(result.loss) in \(folds.count) folds of the split \(result.plan.split)",
            first: .folds(result))
    }

    /// A report on several cross-validations, by the means of their folds.
    ///
    /// - Parameters:
    ///   - folds: what the folders of all their folds hold.
    ///   - comparisons: of the methods, in each metric.
    /// - Throws: `EncodingError` if the numbers cannot be written.
    public init(crossValidations folds: [RunContents], comparisons: [MethodComparison]) throws {
        let methods = comparisons.first?.methods ?? []
        title = "Comparison of \(methods.count) methods"
        subtitle = methods.joined(separator: ", ")
        sections = [.methods(comparisons), .timing(folds), .reproduction(folds)].compactMap { $0 }
        data = try ReportData(folds, comparisons: comparisons).json()
    }

    private init(
        runs given: [RunContents], comparisons: [MethodComparison], title: String, subtitle: String,
        first: ReportSection? = nil
    ) throws {
        let runs = Self.distinct(given)
        self.title = title
        self.subtitle = subtitle
        sections = [
            first, .results(runs), .methods(comparisons), .differences(runs), .overlaid(runs), .ranking(runs),
            .classAccuracies(runs), .calibration(runs), .timing(runs), .environment(runs), .reproduction(runs),
        ].compactMap { $0 }
        data = try ReportData(runs, comparisons: comparisons).json()
    }

    /// Runs of one name are told apart by their folders.
    private static func distinct(_ runs: [RunContents]) -> [RunContents] {
        func named(_ runs: [RunContents], _ label: (RunContents) -> String) -> [RunContents] {
            runs.map { run in
                guard runs.filter({ $0.label == run.label }).count > 1 else { return run }
                var copy = run
                copy.label = label(run)
                return copy
            }
        }
        let byFolder = named(runs) { URL(fileURLWithPath: $0.folder.path).lastPathComponent }
        return named(byFolder) { $0.folder.path }
    }
}
