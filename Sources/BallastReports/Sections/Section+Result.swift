internal import BallastCore
internal import BallastTraining

extension ReportSection {
    /// What the run came to: its test, and what is missing from the folder.
    static func result(_ run: RunContents) -> ReportSection {
        var section = ReportSection("result", "Result")
        section.append(gapsOf: [run])
        guard let summary = run.summary else { return section }
        section.append(.paragraph(sentence(summary)))
        var table = ReportTable("Loss and metrics of the tested weights", header: ["metric", "validation", "test"])
        let names = Set(summary.validation.keys).union(summary.test.keys).sorted()
        var reasons: [String] = []
        for name in names {
            let values = [summary.validation[name], summary.test[name]]
            for (part, value) in zip(["validation", "test"], values) {
                if case .undefined(let reason)? = value {
                    reasons.append("\(name) on \(part) is undefined: \(reason).")
                }
            }
            for row in MetricRows.rows(name, values) { table.append([row.name] + row.values.map { $0?.score ?? "–" }) }
        }
        section.append(.table(table))
        for reason in reasons { section.append(.note(reason)) }
        return section
    }

    private static func sentence(_ summary: RunSummary) -> String {
        var text =
            "\(summary.epochs.of("epoch")) of training, \(summary.steps.of("step")), in \(summary.seconds.duration). "
        if summary.selected == "best", let epoch = summary.bestEpoch, let value = summary.bestValue {
            text += "The weights of epoch \(epoch + 1), the best on validation by \(summary.monitor) (\(value.score)), "
        } else {
            text += "The weights of the last epoch "
        }
        text += summary.test.isEmpty ? "were evaluated; there are no test rows." : "were tested, once."
        if let threshold = summary.validation["threshold"]?.scalar {
            text += " Decisions are made at the threshold \(threshold.score), chosen on validation."
        }
        return text
    }
}

extension ReportSection {
    /// Says what the folders lack, and which commands make it.
    mutating func append(gapsOf runs: [RunContents]) {
        let gaps = runs.flatMap { run in
            run.gaps.map { (runs.count > 1 ? "\(run.label): \($0.what)" : $0.what, $0.command) }
        }
        guard !gaps.isEmpty else { return }
        for (what, _) in gaps { append(.note(what)) }
        let commands = gaps.map(\.1).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        append(.paragraph("What is missing is made by:"))
        append(.code(commands.joined(separator: "\n")))
    }
}

/// The numbers of a metric as rows of a table.
enum MetricRows {
    /// A row for a metric of one number, a row for each of a metric of several named ones; none for numbers per class and
    /// matrices, which have tables of their own.
    ///
    /// - Parameters:
    ///   - name: of the metric.
    ///   - values: in the columns of the table; nil where there is none.
    static func rows(_ name: String, _ values: [MetricValue?]) -> [(name: String, values: [Double?])] {
        let parts = values.lazy.compactMap { value -> [String]? in
            if case .named(let parts)? = value { parts.map(\.name) } else { nil }
        }.first
        if let parts {
            return parts.map { part in
                let numbers = values.map { value -> Double? in
                    guard case .named(let parts)? = value else { return nil }
                    return parts.first { $0.name == part }?.value
                }
                return ("\(name), \(part)", numbers)
            }
        }
        let isNumber = values.contains { value in
            switch value {
            case .scalar, .undefined: true
            default: false
            }
        }
        let isSeveral = values.contains { value in
            switch value {
            case .perClass, .matrix: true
            default: false
            }
        }
        return isNumber && !isSeveral ? [(name, values.map { $0?.scalar })] : []
    }
}
