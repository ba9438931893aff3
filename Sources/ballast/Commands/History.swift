import ArgumentParser
import Ballast

/// `ballast history RUN`.
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the losses and validation metrics of every epoch of a run.",
        discussion: """
            The loss is the mean over the epoch's examples; batch_mean_loss the mean over its batches, a short last batch \
            counting as a full one, as most training loops in Python print it.
            """)

    @Argument(help: "Run folder.") var path: String
    @Option(help: "Decimals.") var digits = 4
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (0...17).contains(digits) else { throw ValidationError("--digits must be 0 to 17, got \(digits)") }
    }

    func run() throws {
        let folder = RunFolder(path: path)
        guard folder.isInUse else { throw UsageError("\(path) holds no run") }
        let records = try folder.history()
        if json { return Console.line(try JSONText.encode(records, pretty: true)) }
        let names = Set(records.flatMap { record in record.validation.filter { $0.value.scalar != nil }.map(\.key) })
        func shown(_ value: Double?) -> String { value?.fixed(digits) ?? "-" }
        var table = Table(["epoch", "loss", "batch_mean_loss"] + names.sorted())
        for record in records {
            table.append(
                ["\(record.epoch + 1)", shown(record.loss), shown(record.batchMeanLoss)]
                    + names.sorted().map { shown(record.validation[$0]?.scalar) })
        }
        Console.line(table.text)
    }
}
