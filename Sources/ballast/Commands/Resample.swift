import ArgumentParser
import Ballast
import Foundation

/// `ballast resample IN.h5 OUT.h5 --sampler TYPE`.
struct Resample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Resample the training rows of a dataset into a new one.",
        discussion: """
            Rows are resampled as they stand in the file; `ballast train` resamples what comes out of the fitted transforms. \
            The training split is resampled, or all rows of a dataset in one piece; other splits are copied.

              ballast resample fraud.h5 balanced.h5 --sampler smote --set k_neighbors=3 --set ratio=0.5 --seed 42
            """)

    @Argument(help: "Dataset file.") var input: String
    @Argument(help: "Dataset file to write.") var output: String
    @Option(help: "Name of the resampler, such as smote, random_under or near_miss.") var sampler: String
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Setting of the resampler. May be repeated.", valueName: "key=value"))
    var overrides: [String] = []
    @Option(help: "Seed of the draws.") var seed: UInt32 = 0
    @Option(help: "Split to resample: train or all.") var split: SplitName?
    @Option(help: "Threads (default: every core).") var threads: Int?
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Replace the dataset file if it exists.") var force = false
    @Flag(help: "Print what was done as JSON.") var json = false

    func validate() throws {
        guard threads.map({ $0 >= 1 }) ?? true else { throw ValidationError("--threads must be 1 or more") }
    }

    func run() throws {
        guard force || !FileManager.default.fileExists(atPath: output) else {
            throw DataError(.inputOutput, file: output, "the file exists and is not to be overwritten")
        }
        let component = try component()
        let file = try DatasetFile(path: input)
        let dataset = try ResampledDataset(file, split: split)
        let context = SamplerContext(
            labels: dataset.labels, classNames: file.description.classNames, epochs: 1)
        var sampler = try component.build(context)
        let start = Date.now
        let table = try dataset.table()
        let made = try component.placingErrors {
            try sampler.resample(
                table, seed: seed, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        }
        guard let made else { throw UsageError("\(component.name) leaves the rows as they are") }
        let seconds = Date.now.timeIntervalSince(start)
        let origin = (["resampled by \(component.name)"] + overrides + ["seed \(seed)"]).joined(separator: ", ")
        try dataset.write(made, origin: origin, to: output, overwriting: force)
        var after = [Int](repeating: 0, count: context.classCount)
        for label in made.labels(given: dataset.labels) { after[Int(label)] += 1 }
        let record = ResamplingRecord(
            sampler: component.name, countsBefore: context.classCounts, countsAfter: after,
            madeRows: made.madeLabels.count, seconds: seconds)
        Console.line(json ? try JSONText.encode(record, pretty: true) : record.text)
    }

    /// The resampler with its settings.
    private func component() throws -> DecodedComponent<any Sampler, SamplerContext> {
        let registries = try plugins.set().library().registries
        let names = registries.samplers.resamplerNames
        guard names.contains(sampler) else {
            guard registries.samplers.names.contains(sampler) else {
                throw RegistryError.unknown(kind: "resampler", name: sampler, names: names)
            }
            throw UsageError(
                "\(sampler) orders the rows of an epoch and makes no training set of its own; resamplers are "
                    + names.joined(separator: ", "))
        }
        var issues: [ConfigIssue] = []
        let parsed = try overrides.enumerated().map { try ConfigOverride(parsing: $1, index: $0) }
        let settings = ConfigNode.emptySection.applying(parsed, issues: &issues)
        guard issues.isEmpty else { throw ConfigError(issues) }
        let reference = ComponentReference(sampler, settings: settings)
        guard let decoded = registries.samplers.decode(reference, catalog: registries.catalog, into: &issues) else {
            throw ConfigError(issues)
        }
        return decoded
    }
}
