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
    /// - Parameter validation: what its folder holds.
    /// - Throws: `EncodingError` if the numbers cannot be written.
    public init(crossValidation validation: CrossValidationContents) throws {
        let result = validation.result
        try self.init(
            runs: validation.folds, comparisons: [], title: result.name,
            subtitle: "A cross-validation of \(result.loss) in \(validation.folds.count) folds of the split "
                + result.plan.split, first: .folds(result),
            reproduction: .reproduction(ofCrossValidations: [validation]))
    }

    /// A report on several cross-validations, by the means of their folds.
    ///
    /// - Parameters:
    ///   - validations: what their folders hold.
    ///   - comparisons: of the methods, in each metric.
    /// - Throws: `EncodingError` if the numbers cannot be written.
    public init(crossValidations validations: [CrossValidationContents], comparisons: [MethodComparison]) throws {
        let methods = comparisons.first?.methods ?? []
        title = "Comparison of \(methods.count) methods"
        subtitle = methods.joined(separator: ", ")
        let runs = validations.compactMap { validation -> RunContents? in
            var first = validation.folds.first
            first?.label = validation.result.name
            return first
        }
        sections = [
            .methods(comparisons), .differences(runs), .timing(ofCrossValidations: validations), .environment(runs),
            .reproduction(ofCrossValidations: validations),
        ].compactMap { $0 }
        data = try ReportData([], comparisons: comparisons).json()
    }

    private init(
        runs given: [RunContents], comparisons: [MethodComparison], title: String, subtitle: String,
        first: ReportSection? = nil, reproduction: ReportSection? = nil
    ) throws {
        let runs = Self.distinct(given)
        self.title = title
        self.subtitle = subtitle
        sections = [
            first, .results(runs), .methods(comparisons), .differences(runs), .overlaid(runs), .ranking(runs),
            .classAccuracies(runs), .calibration(runs), .timing(runs), .environment(runs),
            reproduction ?? .reproduction(runs),
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
