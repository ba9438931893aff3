internal import BallastMetrics
internal import BallastTraining

extension ReportSection {
    /// The confusion matrix, and what it means for every class.
    static func decisions(_ run: RunContents) -> ReportSection? {
        guard let (part, predictions) = run.predictedParts.first else { return nil }
        let counts = ConfusionCounts(predictions)
        var section = ReportSection("decisions", "Decisions")
        section.append(
            .paragraph(
                "On \(part.rawValue), \(predictions.count.of("row")); "
                    + (run.threshold.map {
                        "“\(run.classNames[run.positiveClass])” is predicted from the probability \($0.score) on, as chosen on "
                            + "validation."
                    } ?? "the likeliest class is predicted.")))
        var figures: [any Figure] = []
        if run.classNames.count <= ConfusionMap.drawnClasses {
            figures.append(
                ConfusionMap(
                    name: "confusion", title: "Confusion matrix on \(part.rawValue)",
                    caption: "Colour is the share of the true class"
                        + (run.classNames.count <= ConfusionMap.numberedClasses ? ", numbers are rows." : "."),
                    classNames: run.classNames, matrix: counts.matrix))
        }
        if !run.isBinary { figures.append(accuracies(run, part, counts)) }
        section.append(.figures(figures))
        if run.classNames.count <= ConfusionMap.numberedClasses {
            var table = ReportTable(
                "Rows by true class (lines) and predicted class (columns)",
                header: ["true class"] + run.classNames.map { "as \($0)" })
            for (name, row) in zip(run.classNames, counts.matrix) { table.append([name] + row.map(\.grouped)) }
            section.append(.table(table))
        }
        var table = ReportTable(
            "Classes", header: ["class", "training rows", "\(part.rawValue) rows", "precision", "recall", "F1"])
        for (label, name) in run.classNames.enumerated() {
            table.append(
                [name, run.description.task.trainingCounts[label].grouped, counts.supports[label].grouped]
                    + [counts.precision(of: label), counts.recall(of: label), counts.f1(of: label)].map {
                        $0?.score ?? "–"
                    })
        }
        section.append(.table(table))
        return section
    }

    private static func accuracies(_ run: RunContents, _ part: RunPart, _ counts: ConfusionCounts) -> ClassAccuracies {
        ClassAccuracies(
            name: "class-accuracy", title: "Accuracy against the size of the class",
            caption: "Classes from the largest to the smallest: the share of each that is predicted right on "
                + "\(part.rawValue), and its training rows on a logarithmic axis.",
            classNames: run.classNames, trainingCounts: run.description.task.trainingCounts,
            series: [
                ClassAccuracies.Series(
                    label: "accuracy on \(part.rawValue)", values: run.classNames.indices.map(counts.recall))
            ])
    }

    /// The accuracies of every class in several runs on the same classes.
    static func classAccuracies(_ runs: [RunContents]) -> ReportSection? {
        let tested = runs.filter { $0.predictions[.test] != nil && !$0.isBinary }.prefix(FigureStyle.points.count)
        guard let first = tested.first, tested.allSatisfy({ $0.classNames == first.classNames }) else { return nil }
        var section = ReportSection("classes", "Classes")
        section.append(
            .figures([
                ClassAccuracies(
                    name: "class-accuracy", title: "Accuracy against the size of the class",
                    caption: "On the test of each run; training rows are those of \(first.label).",
                    classNames: first.classNames, trainingCounts: first.description.task.trainingCounts,
                    series: tested.compactMap { run in
                        run.predictions[.test].map { predictions in
                            let counts = ConfusionCounts(predictions)
                            return ClassAccuracies.Series(
                                label: FigureStyle.short(run.label, to: 26),
                                values: first.classNames.indices.map(counts.recall))
                        }
                    })
            ]))
        var table = ReportTable(
            "Share of each class that is predicted right on test",
            header: ["class", "training rows"] + tested.map(\.label))
        for (label, name) in first.classNames.enumerated() {
            table.append(
                [name, first.description.task.trainingCounts[label].grouped]
                    + tested.map { run in
                        run.predictions[.test].flatMap { ConfusionCounts($0).recall(of: label)?.score } ?? "–"
                    })
        }
        section.append(.table(table))
        return section
    }
}
