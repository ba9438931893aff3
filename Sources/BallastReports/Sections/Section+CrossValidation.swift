internal import BallastTraining
internal import Foundation

extension ReportSection {
    /// The means of a cross-validation over its folds.
    static func folds(_ result: CrossValidationResult) -> ReportSection {
        var section = ReportSection("cross-validation", "Cross-validation")
        section.append(
            .paragraph(
                "Each of \(result.plan.foldCount) stratified folds was the test of one run that was trained on the others. "
                    + "Folds share training rows, so that the standard error is somewhat too small."))
        var table = ReportTable(
            "Test over the folds", header: ["metric", "mean", "standard error", "lowest", "highest"])
        for (name, measure) in result.measures.sorted(by: { $0.key < $1.key }) {
            let values = measure.values.compactMap { $0 }
            table.append(
                [name] + [measure.mean, measure.standardError, values.min(), values.max()].map { $0?.score ?? "–" })
        }
        section.append(.table(table))
        return section
    }

    /// How long the folds of several cross-validations took.
    static func timing(ofCrossValidations all: [CrossValidationContents]) -> ReportSection {
        var section = ReportSection("timing", "Timing")
        var table = ReportTable(
            "Seconds of training, a cross-validation a line",
            header: ["cross-validation", "folds", "all folds", "shortest fold", "longest fold"])
        for one in all {
            let seconds = one.folds.map { $0.history.reduce(0) { $0 + $1.seconds } }
            table.append([
                one.result.name, "\(seconds.count)", seconds.reduce(0, +).duration, (seconds.min() ?? 0).duration,
                (seconds.max() ?? 0).duration,
            ])
        }
        section.append(.paragraph("Wall-clock times; folds that were trained at the same time shared the machine."))
        section.append(.table(table))
        return section
    }

    /// The commands that give cross-validations again.
    static func reproduction(ofCrossValidations all: [CrossValidationContents]) -> ReportSection {
        var section = ReportSection("reproduction", "Reproduction")
        section.append(
            .paragraph(
                "With the same version and data, on the same kind of processor, these give the same numbers to the last bit. "
                    + "The data set is the right one if its fingerprint is that of the folds."))
        let commands = all.flatMap { one in
            let again = one.folder.path + "-again"
            return [
                "ballast data info \(Shell.quoted(one.folds.first?.dataPath ?? ""))",
                "ballast cv \(Shell.quoted(one.folder.configPath)) --folds \(one.result.plan.foldCount)"
                    + (one.result.plan.innerFoldCount.map { " --inner-folds \($0)" } ?? "") + " --out "
                    + Shell.quoted(again),
            ]
        }
        section.append(
            .code(
                commands.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
                    .joined(separator: "\n")))
        return section
    }
}
