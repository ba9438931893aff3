import Ballast

/// A comparison of methods for a person, or for a paper.
struct ComparisonText {
    let comparisons: [MethodComparison]
    let format: TableFormat

    /// - Parameter tests: with the paired tests of every metric.
    func text(tests: Bool) -> String {
        guard let first = comparisons.first else { return "" }
        var parts: [String] = []
        if first.datasets.count == 1 {
            parts.append(metricsTable(first).text(format))
        } else {
            for comparison in comparisons {
                parts.append(heading(comparison.metric) + datasetsTable(comparison).text(format))
                if let friedman = comparison.friedman {
                    parts.append((format == .latex ? "% " : "") + Self.sentence(friedman))
                }
            }
        }
        if tests {
            for comparison in comparisons where !comparison.pairs.isEmpty {
                parts.append(
                    heading("\(comparison.metric), paired") + testsTable(comparison).text(format))
            }
        }
        return parts.joined(separator: "\n\n")
    }

    private func heading(_ text: String) -> String { format == .latex ? "% \(text)\n" : "\(text)\n\n" }

    /// One data set: methods by metrics.
    private func metricsTable(_ first: MethodComparison) -> Table {
        var table = Table(["method"] + comparisons.map(\.metric))
        for (index, method) in first.methods.enumerated() {
            table.append([method] + comparisons.map { Self.text($0.cells[0][index]) })
        }
        return table
    }

    /// One metric: methods by data sets, and mean ranks.
    private func datasetsTable(_ comparison: MethodComparison) -> Table {
        var table = Table(["method"] + comparison.datasets + (comparison.friedman == nil ? [] : ["mean rank"]))
        for (index, method) in comparison.methods.enumerated() {
            let rank = comparison.friedman.map { [$0.meanRanks[index].fixed(2)] } ?? []
            table.append([method] + comparison.cells.map { Self.text($0[index]) } + rank)
        }
        return table
    }

    private func testsTable(_ comparison: MethodComparison) -> Table {
        let several = comparison.datasets.count > 1
        var table = Table(
            ["method", "against"] + (several ? ["data"] : [])
                + ["pairs", "difference", "Wilcoxon p", "corrected", "t test p", "corrected"])
        for pair in comparison.pairs {
            func p(_ value: Double?) -> String { value.map(Self.probability) ?? "-" }
            table.append(
                [pair.first, pair.second] + (several ? [pair.dataset] : [])
                    + ["\(pair.count)", pair.meanDifference?.fixed(4) ?? "-"]
                    + [pair.wilcoxon?.p, pair.wilcoxonCorrected, pair.student?.p, pair.studentCorrected].map(p))
        }
        return table
    }

    private static func text(_ cell: MethodComparison.Cell?) -> String {
        guard let cell, let mean = cell.mean else { return "-" }
        return mean.fixed(4) + (cell.standardError.map { " ± \($0.fixed(4))" } ?? "")
    }

    /// Four decimals, and what is smaller as that.
    private static func probability(_ p: Double) -> String { p < 0.0001 ? "< 0.0001" : p.fixed(4) }

    private static func sentence(_ friedman: FriedmanTest) -> String {
        "Friedman: chi-square \(friedman.statistic.fixed(3)), p \(probability(friedman.p)); mean ranks that differ by less than "
            + "\(friedman.criticalDifference.fixed(3)) are not told apart at 5% (Nemenyi)"
    }
}
