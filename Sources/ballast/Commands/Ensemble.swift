import ArgumentParser
import Ballast

/// `ballast ensemble RUN… --out DIR`.
struct Ensemble: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Join finished runs into an ensemble that is evaluated, predicted with and compared like a run.",
        discussion: """
            The folder names its runs, which stay where they are. They may differ in everything but the classes, the shape of \
            an example and the data set. average: the mean of probabilities. logits: the mean of logits. vote: the class with \
            most votes, ties decided by the mean of probabilities. Where the runs choose a threshold, the ensemble chooses its \
            own by the same rule, on rows that are validation to all of them; it is tested once, on rows that are test to all.
            """)

    @Argument(help: "Run folders or checkpoints; the folder of a cross-validation stands for its folds.") var runs:
        [String]
    @Option(help: "How predictions become one: average, logits or vote.") var rule = EnsembleRule.average
    @Option(help: "Weights of the runs, as in 2,1,1; all the same if omitted.") var weights: NumberList?
    @Option(help: "Folder of the ensemble.") var out: String
    @Option(help: "Data set (HDF5), if it is not where the runs found it.") var data: String?
    @Option(help: "Threads of the kernels (default: every core).") var threads: Int?
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Print the result as JSON.") var json = false

    func run() throws {
        let folder = EnsembleFolder(path: out)
        try folder.requireFree()
        let ensemble = try TrainedEnsemble(
            paths: ModelSource.runs(runs), rule: rule, weights: weights?.values, threads: threads,
            registries: plugins.registries)
        let (record, notes) = try ensemble.result(for: folder, dataset: data ?? ensemble.recordedDataset())
        try folder.write(record)
        for note in notes { Console.error("note: \(note)") }
        Console.line(json ? try JSONText.encode(record, pretty: true) : Self.text(record, folder: out))
    }

    private static func text(_ record: EnsembleRecord, folder: String) -> String {
        let title = "\(record.name): \(record.rule.rawValue) of \(record.members.count) runs, in \(folder)"
        let threshold = record.threshold.map {
            SummaryText.scoreLines(["threshold": $0], classNames: record.classNames)
        }
        guard let test = record.test else { return ([title] + (threshold ?? [])).joined(separator: "\n") }
        let names = test.filter { $0.value.scalar != nil && $0.key != "threshold" }.map(\.key).sorted()
        var table = Table(["test, \(record.testRows ?? 0) rows"] + names)
        for member in record.members {
            table.append([member.path] + names.map { member.test?[$0]?.scalar?.fixed(4) ?? "-" })
        }
        table.append(["mean of the runs"] + names.map { record.memberMean(of: $0)?.fixed(4) ?? "-" })
        table.append(["ensemble"] + names.map { test[$0]?.scalar?.fixed(4) ?? "-" })
        return ([title] + (threshold ?? []) + ["", table.text]).joined(separator: "\n")
    }
}
