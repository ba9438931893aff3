import ArgumentParser
import Ballast

/// `ballast data make TYPE OUT.h5`.
struct DataMake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Make a synthetic dataset.",
        discussion: """
            TYPE is classification, moons, circles, blobs (scikit-learn's generators of these names, draw for draw) or \
            fraud_stream.

              ballast data make classification toy.h5 --seed 7 --set n_samples=12000 --set 'weights=[0.985]'
              ballast data make fraud_stream payments.h5 --set rows=10000000 --set ratio=2000 --set drift=0.5

            `ballast data make TYPE --settings` prints every setting of a generator.
            """)

    @Argument(help: "The generator.") var type: String
    @Argument(help: "The dataset file to write.") var out: String?
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Setting of the generator. May be repeated.", valueName: "key=value"))
    var overrides: [String] = []
    @Option(help: "Seed of every draw.") var seed: UInt32 = 0
    @Option(help: "Name of the dataset.") var name: String?
    @Option(help: "Names of the classes in the order of labels, separated by commas.") var classes: String?
    @Flag(help: "Replace the dataset file if it exists.") var force = false
    @Flag(help: "Print the settings of the generator and stop.") var settings = false

    func run() throws {
        var registry = Registry<any DatasetGenerator, Void>(kind: "generator")
        try registry.registerStandardGenerators()
        let factory = try registry.entry(named: type)
        if settings { return Console.line(factory.description.text(kind: "generator")) }
        guard let out else { throw ValidationError("`ballast data make \(type)` needs the dataset file to write") }
        var issues: [ConfigIssue] = []
        let parsed = try overrides.enumerated().map { try ConfigOverride(parsing: $1, index: $0) }
        let node = ConfigNode.emptySection.applying(parsed, issues: &issues)
        guard issues.isEmpty else { throw ConfigError(issues) }
        let generator = try registry.build(ComponentReference(type, settings: node), context: ())
        try generator.generate(
            seed: seed, names: GivenNames(dataset: name, classes: classes?.split(separator: ",").map(String.init)),
            to: out, overwriting: force)
        Console.line(try DatasetSummary(DatasetFile(path: out)).text)
    }
}
