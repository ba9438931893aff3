internal import BallastTraining

extension ReportSection {
    /// The data set and how many rows of each class every part has.
    static func data(_ run: RunContents) -> ReportSection {
        var section = ReportSection("data", "Data")
        let description = run.description
        let counts = description.task.trainingCounts
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        var text =
            "\(description.task.dataset), file \(run.dataPath), SHA-256 of its arrays \(description.task.fingerprint). "
            + "\(description.trainingRows.grouped) training, \(description.validationRows.grouped) validation and "
            + "\(description.testRows.grouped) test rows; examples of shape "
            + description.task.inputShape.map(String.init).joined(separator: " × ") + "."
        if least > 0, counts.count > 1 {
            let ratio = Double(most) / Double(least)
            text += " The largest class has \(ratio < 10 ? ratio.decimals(1) : Int(ratio.rounded()).grouped) times the "
            text += "training rows of the smallest."
        }
        section.append(.paragraph(text))
        let resampled = description.resampling?.countsAfter
        let parts = [RunPart.validation, .test].filter { run.classCounts[$0] != nil }
        var table = ReportTable(
            "Rows of each class",
            header: ["class", "training", "share of training"] + (resampled == nil ? [] : ["after resampling"])
                + parts.map(\.rawValue))
        let total = Double(max(counts.reduce(0, +), 1))
        for (label, name) in run.classNames.enumerated() {
            var row = [name, counts[label].grouped, (Double(counts[label]) / total).percent]
            if let resampled { row.append(resampled[label].grouped) }
            row += parts.map { part in
                run.classCounts[part].flatMap { $0.indices.contains(label) ? $0[label].grouped : nil } ?? "–"
            }
            table.append(row)
        }
        section.append(.table(table))
        if let record = description.resampling {
            section.append(
                .paragraph(
                    "\(record.sampler) resampled the training rows before the first epoch in \(record.seconds.duration); "
                        + "\(record.madeRows.grouped) rows of the new set are none of the data set's."))
        }
        return section
    }
}
