internal import BallastCore
internal import BallastTraining

extension ReportSection {
    /// The commands that give the same again.
    static func reproduction(_ runs: [RunContents]) -> ReportSection {
        var section = ReportSection("reproduction", "Reproduction")
        section.append(
            .paragraph(
                "With the same version, data and number of threads, on the same kind of processor, these give the same "
                    + "numbers to the last bit. The data set is the right one if its fingerprint is that of the run."))
        section.append(
            .code(
                runs.flatMap(commands).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
                    .joined(separator: "\n")))
        guard runs.count == 1, let run = runs.first else { return section }
        section.append(.paragraph("The configuration as the run resolved it, every default written out:"))
        section.append(.code(run.configText))
        return section
    }

    private static func commands(_ run: RunContents) -> [String] {
        let path = run.folder.path
        let again = path + "-again"
        var train = "ballast train \(Shell.quoted(run.folder.configPath)) --out \(Shell.quoted(again))"
        if run.config["name"]?.string == nil {
            train += " --set " + Shell.quoted("name=" + ConfigNode.string(run.summary?.name ?? run.label).inlineYAML)
        }
        if let threads = run.description.threads { train += " --threads \(threads)" }
        if let plugins = run.description.plugins, !plugins.isEmpty {
            let copies = plugins.map { "\(run.folder.pluginsPath)/\($0.name)" }
            train += " --set " + Shell.quoted("plugins=" + ConfigNode.list(copies.map(ConfigNode.string)).inlineYAML)
        }
        return [
            "ballast data info \(Shell.quoted(run.dataPath))", train,
            "ballast report \(Shell.quoted(again)) --out \(Shell.quoted(again + "/report.html"))",
        ]
    }
}
