import ArgumentParser
import Ballast

/// `ballast loss TYPE --input FILE.h5 --out OUT.h5`.
struct LossCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loss",
        abstract: "Compute a loss, its probabilities and its gradients for arrays in a file.",
        discussion: """
            Reads logits [N, K] (or [N, 1]) or features [N, D], labels [N], and optionally class_counts [K] and \
            parameters/NAME. Writes loss [N], mean, probabilities [N, K], grad/logits or grad/features, and \
            grad/parameters/NAME; gradients are of the mean. Float64 input is computed in Float64.
            """)

    @Argument(help: "Name of the loss.") var type: String
    @Option(help: "File of inputs (HDF5).") var input: String
    @Option(
        name: .customLong("set"), help: ArgumentHelp("Setting of the loss. May be repeated.", valueName: "key=value"))
    var overrides: [String] = []
    @Option(help: "File to write (HDF5).") var out: String
    @Option(help: "Seed of parameters that the file does not give.") var seed: UInt64 = 0
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Print the mean and the named terms as JSON.") var json = false

    func run() throws {
        let registries = try plugins.set().library().registries
        var issues: [ConfigIssue] = []
        let parsed = try overrides.enumerated().map { try ConfigOverride(parsing: $1, index: $0) }
        let settings = ConfigNode.emptySection.applying(parsed, issues: &issues)
        guard issues.isEmpty else { throw ConfigError(issues) }
        let reference = ComponentReference(type, settings: settings)
        guard let decoded = registries.losses.decode(reference, catalog: registries.catalog, into: &issues) else {
            throw ConfigError(issues)
        }
        let evaluation = try LossEvaluation(decoded, inputPath: input, seed: seed)
        try evaluation.write(to: out)
        if json {
            Console.line(try JSONText.encode(evaluation.summary, pretty: true))
        } else {
            for (name, value) in evaluation.summary.sorted(by: { $0.key < $1.key }) {
                Console.line("\(name) \(value)")
            }
        }
    }
}
