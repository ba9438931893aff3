internal import BallastCore
internal import BallastTraining

extension ReportSection {
    /// The tests of several runs side by side.
    static func results(_ runs: [RunContents]) -> ReportSection {
        var section = ReportSection("result", "Results")
        section.append(gapsOf: runs)
        let names = Set(runs.flatMap { $0.summary.map { Array($0.test.keys) } ?? [] }).sorted()
        let columns = names.flatMap { name in MetricRows.rows(name, runs.map { $0.summary?.test[name] }) }
        var table = ReportTable("Loss and metrics of the test", header: ["run", "seed"] + columns.map(\.name))
        for (index, run) in runs.enumerated() where run.summary != nil {
            table.append([run.label, "\(run.description.seed)"] + columns.map { $0.values[index]?.score ?? "–" })
        }
        section.append(.table(table))
        let fingerprints = Set(runs.map(\.description.task.fingerprint))
        if fingerprints.count > 1 {
            section.append(
                .note("The runs are of \(fingerprints.count) different data sets; their numbers are no ranking."))
        }
        return section
    }

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
}
