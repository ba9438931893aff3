internal import BallastCore
internal import BallastTraining

extension ReportSection {
    /// The settings in which runs differ, and their data.
    static func differences(_ runs: [RunContents]) -> ReportSection {
        var section = ReportSection("configuration", "Configurations and data")
        let settings = runs.map { Dictionary($0.config.leaves(), uniquingKeysWith: { first, _ in first }) }
        let keys = Set(settings.flatMap(\.keys)).subtracting(["name"]).sorted()
        var table = ReportTable(
            "Settings in which the runs differ", header: ["setting"] + runs.map(\.label),
            textColumns: Set(0...runs.count))
        for key in keys where Set(settings.map { $0[key] }).count > 1 {
            table.append([key] + settings.map { $0[key] ?? "–" })
        }
        if table.rows.isEmpty { section.append(.paragraph("The configurations are the same.")) }
        section.append(.table(table))
        let names = runs[0].classNames
        guard runs.allSatisfy({ $0.classNames == names }) else { return section }
        var rows = ReportTable("Training rows of each class", header: ["class"] + runs.map(\.label))
        let isSame = Set(runs.map(\.description.task.trainingCounts)).count == 1
        if isSame {
            rows = ReportTable("Training rows of each class, the same in all runs", header: ["class", "rows"])
        }
        for (label, name) in names.enumerated() {
            rows.append([name] + (isSame ? [runs[0]] : runs).map { $0.description.task.trainingCounts[label].grouped })
        }
        section.append(.table(rows))
        return section
    }
}

extension ConfigNode {
    /// Every setting below this node by its key path, lists as a whole.
    fileprivate func leaves(at path: String = "") -> [(String, String)] {
        guard let entries, !entries.isEmpty else { return [(path, inlineYAML)] }
        return entries.flatMap { $0.value.leaves(at: path.isEmpty ? $0.key : "\(path).\($0.key)") }
    }
}
