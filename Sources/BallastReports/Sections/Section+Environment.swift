internal import BallastCore
internal import BallastTraining

extension ReportSection {
    /// What the runs were made with.
    static func environment(_ runs: [RunContents]) -> ReportSection {
        var section = ReportSection("environment", "Environment")
        var table = ReportTable(
            "Versions, seeds and data", header: ["what"] + runs.map { runs.count == 1 ? "value" : $0.label },
            textColumns: Set(0...runs.count))
        func row(_ name: String, _ value: (RunDescription) -> String?) {
            let values = runs.map { value($0.description) }
            if values.contains(where: { $0 != nil }) { table.append([name] + values.map { $0 ?? "not recorded" }) }
        }
        row("Ballast") { $0.ballastVersion }
        row("backend") { $0.backend }
        row("threads") { $0.threads.map(String.init) }
        row("seed") { "\($0.seed)" }
        row("seed of the splits") { "\($0.splitSeed)" }
        row("data set") { $0.task.dataset }
        row("fingerprint of the data") { $0.task.fingerprint }
        row("plugins") { $0.plugins.map { $0.map { "\($0.name) \($0.digest)" }.joined(separator: ", ") } }
        row("operating system") { $0.system?.operatingSystem }
        row("processor") { $0.system.map { "\($0.processor), \($0.cores.of("core"))" } }
        row("Swift") { $0.system?.swift }
        section.append(.table(table))
        return section
    }
}
