import ArgumentParser
import Ballast

/// `ballast compare RUN…`.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Set the test results of finished runs or cross-validations side by side.",
        discussion: """
            Of run folders, and of ensembles: a line each. Of cross-validations, or with --by-seed of runs that differ in nothing but the \
            seed: mean ± standard error of each method, and for every --metric named the paired tests of two methods on the \
            same folds or seeds (Wilcoxon's signed-rank test and Student's t, p values also corrected by Holm's method for \
            all pairs of a data set). With three methods on two data sets or more: mean ranks, Friedman's test and the \
            critical difference of Nemenyi's. A method is a configuration without its data, name, seed and threads.
            """)

    @Argument(help: "Run folders and ensembles, or folders of cross-validations.") var runs: [String]
    @Option(
        name: .customLong("metric"),
        help: "Metric to show, may be repeated; every metric, and the seconds of training, if omitted.")
    var metrics: [String] = []
    @Flag(help: "Join the runs that differ in nothing but the seed.") var bySeed = false
    @Option(help: "Test the others against this method only, named as in the table.") var baseline: String?
    @Option(help: "How tables are written.") var format = TableFormat.text
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard !runs.isEmpty else { throw ValidationError("name one run folder at least") }
    }

    func run() throws {
        let areCrossValidated = runs.map { CrossValidationFolder(path: $0).isInUse }
        if areCrossValidated.contains(true) || bySeed {
            guard areCrossValidated.allSatisfy({ $0 == !bySeed }) else {
                throw UsageError(
                    "compare cross-validations, runs, or with --by-seed runs joined by seed, but not some of each")
            }
            return try compareMethods()
        }
        guard baseline == nil else {
            throw UsageError("--baseline is for cross-validations, or for runs that --by-seed joins")
        }
        try compareRuns()
    }

    private func compareRuns() throws {
        let results = try runs.map(ComparedResult.init)
        if json { return Console.line(try JSONText.encode(results, pretty: true)) }
        let present = Set(results.flatMap { result in result.test.filter { $0.value.scalar != nil }.map(\.key) })
            .subtracting(["loss"])
        let names = try shown(of: present)
        var table = Table(["run", "loss", "seed"] + names + (metrics.isEmpty ? ["seconds"] : []))
        for result in results {
            let scores = names.map { result.test[$0]?.scalar?.fixed(4) ?? "-" }
            table.append(
                [result.name, result.method, result.seed] + scores
                    + (metrics.isEmpty ? [result.seconds?.fixed(1) ?? "-"] : []))
        }
        Console.line(table.text(format))
    }

    private func compareMethods() throws {
        let scores =
            bySeed
            ? try ComparedMethods.ofSeeds(runs, plugins: plugins) : try ComparedMethods.ofCrossValidations(runs)
        try scores.requireMethod(baseline)
        let names = try shown(of: Set(scores.flatMap(\.metrics)))
        let comparisons = names.map { MethodComparison(scores, metric: $0, baseline: baseline) }
        if json { return Console.line(try JSONText.encode(comparisons, pretty: true)) }
        Console.line(ComparisonText(comparisons: comparisons, format: format).text(tests: !metrics.isEmpty))
    }

    /// The metrics that were asked for, or all.
    private func shown(of present: Set<String>) throws -> [String] {
        if let absent = metrics.first(where: { !present.contains($0) }) {
            throw UsageError("no run has the metric \(absent); they have \(present.sorted().joined(separator: ", "))")
        }
        return metrics.isEmpty ? present.sorted() : metrics
    }
}

extension TableFormat: ExpressibleByArgument {}
