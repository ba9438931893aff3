internal import BallastTraining

extension ReportSection {
    /// Methods over folds or seeds, and the tests of their differences.
    static func methods(_ comparisons: [MethodComparison]) -> ReportSection? {
        guard let first = comparisons.first else { return nil }
        var section = ReportSection("methods", "Methods")
        for dataset in first.datasets.indices {
            var table = ReportTable(
                "Mean ± standard error of the test on \(first.datasets[dataset]), the best in bold",
                header: ["method", "values"] + comparisons.map(\.metric))
            for (index, method) in first.methods.enumerated() {
                let count = comparisons.lazy.compactMap { $0.cells[dataset][index]?.count }.first ?? 0
                table.append([method, "\(count)"] + comparisons.map { text($0.cells[dataset][index]) })
                for (column, comparison) in comparisons.enumerated() where comparison.isBest(index, on: dataset) {
                    table.emphasise(row: index, column: column + 2)
                }
            }
            section.append(.table(table))
        }
        section.append(.figures(comparisons.flatMap(figures)))
        let tested = comparisons.filter { !$0.pairs.isEmpty }
        if !tested.isEmpty {
            section.append(
                .paragraph(
                    "Two methods on the same folds or seeds: Wilcoxon's signed-rank test and Student's paired t test; p values "
                        + "are two-sided, and corrected by Holm's method for all pairs of a data set."))
        }
        for comparison in tested { section.append(.table(tests(comparison))) }
        for comparison in comparisons {
            guard let friedman = comparison.friedman else { continue }
            section.append(
                .paragraph(
                    "\(comparison.metric) over \(comparison.datasets.count) data sets: Friedman's χ² "
                        + "\(friedman.statistic.decimals(3)), p \(friedman.p.decimals(4)); mean ranks "
                        + zip(comparison.methods, friedman.meanRanks).map { "\($0) \($1.decimals(2))" }
                        .joined(separator: ", ")
                        + ". Ranks that differ by less than \(friedman.criticalDifference.decimals(3)) are not told apart at "
                        + "5% (Nemenyi)."))
        }
        return section
    }

    private static func figures(_ comparison: MethodComparison) -> [any Figure] {
        comparison.datasets.indices.compactMap { dataset in
            let rows = comparison.methods.enumerated().compactMap { index, method in
                comparison.cells[dataset][index].flatMap { cell in cell.mean.map { (method, $0, cell.standardError) } }
            }
            guard rows.count > 1 else { return nil }
            let place = comparison.datasets.count > 1 ? "-\(dataset + 1)" : ""
            return MethodMeans(
                name: "means-" + FigureName.safe(comparison.metric) + place,
                title: "\(comparison.metric) on \(comparison.datasets[dataset])",
                caption: "Mean over folds or seeds, with one standard error to each side.", metric: comparison.metric,
                rows: rows)
        }
    }

    private static func tests(_ comparison: MethodComparison) -> ReportTable {
        let isSeveral = comparison.datasets.count > 1
        var table = ReportTable(
            "Paired tests of \(comparison.metric)",
            header: ["method", "against"] + (isSeveral ? ["data set"] : [])
                + ["pairs", "difference", "Wilcoxon p", "corrected", "t test p", "corrected"],
            textColumns: isSeveral ? [0, 1, 2] : [0, 1])
        for pair in comparison.pairs {
            func p(_ value: Double?) -> String { value.map { $0 < 0.0001 ? "< 0.0001" : $0.decimals(4) } ?? "–" }
            table.append(
                [pair.first, pair.second] + (isSeveral ? [pair.dataset] : [])
                    + ["\(pair.count)", pair.meanDifference?.decimals(4) ?? "–"]
                    + [pair.wilcoxon?.p, pair.wilcoxonCorrected, pair.student?.p, pair.studentCorrected].map(p))
        }
        return table
    }

    private static func text(_ cell: MethodComparison.Cell?) -> String {
        guard let cell, let mean = cell.mean else { return "–" }
        return mean.decimals(4) + (cell.standardError.map { " ± \($0.decimals(4))" } ?? "")
    }
}

extension MethodComparison {
    /// Whether no method has a better mean on the data set.
    fileprivate func isBest(_ method: Int, on dataset: Int) -> Bool {
        guard direction != "none", let mean = cells[dataset][method]?.mean else { return false }
        let means = cells[dataset].compactMap { $0?.mean }
        return mean == (direction == "higher" ? means.max() : means.min())
    }
}
