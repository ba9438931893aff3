import ArgumentParser
import Ballast

/// `ballast compare RUN…`.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Set the test results of finished runs side by side.")

    @Argument(help: "Run folders.") var runs: [String]
    @Option(
        name: .customLong("metric"),
        help: "Metric to show, may be repeated; every metric, and the seconds of training, if omitted.")
    var metrics: [String] = []
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard !runs.isEmpty else { throw ValidationError("name one run folder at least") }
    }

    func run() throws {
        let summaries = try runs.map { path -> RunSummary in
            let folder = RunFolder(path: path)
            guard folder.hasSummary else { throw UsageError("\(path) holds no finished run") }
            return try folder.summary()
        }
        if json { return Console.line(try JSONText.encode(summaries, pretty: true)) }
        let present = Set(summaries.flatMap { summary in summary.test.filter { $0.value.scalar != nil }.map(\.key) })
            .subtracting(["loss"]).sorted()
        if let absent = metrics.first(where: { !present.contains($0) }) {
            throw UsageError("no run has the metric \(absent); they have \(present.joined(separator: ", "))")
        }
        let names = metrics.isEmpty ? present : metrics
        var table = Table(["run", "loss", "seed"] + names + (metrics.isEmpty ? ["seconds"] : []))
        for summary in summaries {
            let scores = names.map { summary.test[$0]?.scalar?.fixed(4) ?? "-" }
            table.append(
                [summary.name, summary.loss, "\(summary.seed)"] + scores
                    + (metrics.isEmpty ? [summary.seconds.fixed(1)] : []))
        }
        Console.line(table.text)
    }
}
