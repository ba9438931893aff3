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
}
