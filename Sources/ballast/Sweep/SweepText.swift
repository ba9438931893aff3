import Ballast

/// A sweep for a person.
enum SweepText {
    static func text(_ result: SweepResult, folder: SweepFolder) -> String {
        var parts = result.rounds.map { scores in
            let heading = result.rounds.count > 1 ? "\(scores.first?.epochs ?? 0) epochs:\n" : ""
            return heading + table(scores, metric: result.metric).text
        }
        if let best = result.best {
            let settings = best.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            parts.append(
                "best: point \(best.point), \(settings.joined(separator: ", ")), with \(result.reason)\n"
                    + "its configuration is \(folder.bestPath)")
        }
        return parts.joined(separator: "\n\n")
    }

    /// A line a point.
    static func table(_ scores: [SweepResult.Score], metric: String, atMost limit: Int = .max) -> Table {
        let keys = Set(scores.flatMap(\.settings.keys)).sorted()
        var table = Table(["point"] + keys + [metric, "values"])
        for score in scores.prefix(limit) {
            let finished = score.values.filter { $0 != nil }.count
            let failed = score.failures.isEmpty ? "" : ", \(score.failures.count) failed"
            table.append(
                ["\(score.point)"] + keys.map { score.settings[$0] ?? "-" }
                    + [score.text, "\(finished) of \(score.values.count)\(failed)"])
        }
        return table
    }
}
