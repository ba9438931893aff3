extension ReportSection {
    /// The components that make the run what it is.
    static func configuration(_ run: RunContents) -> ReportSection {
        var section = ReportSection("configuration", "Configuration")
        var table = ReportTable("Components", header: ["part", "settings"], textColumns: [0, 1])
        for key in ["model", "loss", "weighting", "sampler", "transforms", "optimizer", "schedule", "threshold"] {
            guard let node = run.config[key], !node.isNull else { continue }
            table.append([key, node.inlineYAML])
        }
        section.append(.table(table))
        section.append(.paragraph("The whole configuration stands at the end of this page."))
        return section
    }
}
