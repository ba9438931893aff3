import ArgumentParser
import Ballast
import Foundation

/// `ballast data import FORMAT SOURCE… OUT.h5`.
struct DataImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Turn published files into a dataset file.",
        discussion: """
            FORMAT is csv, keel, idx (MNIST family) or cifar10 (CIFAR100 too). Compressed sources (.gz) are read directly.

              ballast data import cifar10 cifar-10-batches-bin cifar10.h5
              ballast data import csv creditcard.csv creditcard.h5 --label Class
              ballast data import keel satimage.dat satimage.h5 --positive 4

            `ballast data import FORMAT --settings` prints every setting of a format; those without an option of their own \
            are given by --set.
            """)

    @Argument(help: "How the sources are to be read: csv, keel, idx, cifar10, or a plugin's format.") var format: String
    @Argument(help: "The sources, then the dataset file to write.") var paths: [String] = []

    @Option(help: "Column of classes, by name or number.") var label: String?
    @Option(help: "Class of interest; all others become the class rest.") var positive: String?
    @Option(help: "Character between fields, or tab, or whitespace.") var delimiter: String?
    @Flag(help: "The first line holds values, not names.") var noHeader = false
    @Option(help: "Column to leave out, by name or number; may be given several times.") var drop: [String] = []
    @Option(help: "Column of names that look like numbers; may be given several times.") var nominal: [String] = []
    @Option(help: "Number in place of a missing value.") var fill: Double?
    @Option(help: "File of the test split; may be given several times.") var test: [String] = []
    @Option(
        name: .customLong("set"),
        help: "Any setting of the format, as key=value; may be given several times.")
    var overrides: [String] = []
    @Option(help: "Name of the dataset.") var name: String?
    @Option(help: "Threads, which change nothing in the file (default: every core).") var threads: Int?
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Replace the dataset file if it exists.") var force = false
    @Flag(help: "Print the settings of the format and stop.") var settings = false

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be 1 or more, got \(threads)") }
    }

    func run() throws {
        let registry = try plugins.set().library().importers
        let factory = try registry.entry(named: format)
        if settings { return Console.line(factory.description.text(kind: "importer")) }
        guard paths.count >= 2, let output = paths.last else {
            throw ValidationError(
                "`ballast data import \(format)` needs a source and the dataset file to write")
        }
        let importer = try registry.build(
            ComponentReference(format, settings: try importerSettings()), context: ())
        let progress = ProgressLines()
        let request = ImportRequest(sources: Array(paths.dropLast()), name: name) {
            progress.report($0)
        }
        try importer.importDataset(request, to: output, overwriting: force, threads: threads)
        Console.line(try DatasetSummary(DatasetFile(path: output)).text)
    }

    /// The options of this command as settings, and `--set` on top.
    private func importerSettings() throws -> ConfigNode {
        var entries: [ConfigEntry] = []
        func add(_ key: String, _ option: String, _ value: ConfigNode?) {
            guard var value else { return }
            let location = ConfigLocation.override(text: option, index: entries.count)
            value.location = location
            entries.append(ConfigEntry(key: key, keyLocation: location, value: value))
        }
        func list(_ values: [String]) -> ConfigNode? {
            values.isEmpty ? nil : .list(values.map(ConfigNode.string))
        }
        add("label", "label", label.map(ConfigNode.string))
        add("positive", "positive", positive.map(ConfigNode.string))
        add("delimiter", "delimiter", delimiter.map(ConfigNode.string))
        add("header", "header", noHeader ? .boolean(false) : nil)
        add("drop", "drop", list(drop))
        add("nominal", "nominal", list(nominal))
        add("fill", "fill", fill.map(ConfigNode.number))
        add("test", "test", list(test))
        var issues: [ConfigIssue] = []
        let parsed = try overrides.enumerated().map {
            try ConfigOverride(parsing: $1, index: entries.count + $0)
        }
        let node = ConfigNode(.mapping(entries)).applying(parsed, issues: &issues)
        guard issues.isEmpty else { throw ConfigError(issues) }
        return node
    }
}

/// Says how far an import is, a line at a time, on standard error: at most one a second.
final class ProgressLines {
    private var last = Date()

    func report(_ progress: ImportProgress) {
        let now = Date()
        guard now.timeIntervalSince(last) >= 1 else { return }
        last = now
        let total = progress.total.map { " of \($0)" } ?? ""
        Console.error("\(progress.phase): \(progress.rows)\(total) rows")
    }
}
