import ArgumentParser
import Ballast
import Foundation

/// The configuration of a run as the command line gives it.
struct RunSource: ParsableArguments {
    @Argument(help: "Configuration of the run (YAML).") var config: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Override a setting: --set loss.gamma=1. May be repeated.", valueName: "key.path=value"))
    var overrides: [String] = []

    @Option(help: "Seed of every random stream; overrides the configuration.") var seed: Int?

    @Option(help: "Threads of the kernels; overrides the configuration.") var threads: Int?

    @OptionGroup var plugins: PluginOptions

    /// The configuration, checked as a whole, and the plugins that it and the command line name.
    func decode() throws -> (run: DecodedRun, plugins: PluginSet) {
        var sets = overrides
        if let seed { sets.append("seed=\(seed)") }
        if let threads { sets.append("threads=\(threads)") }
        let node = try ConfigNode.load(path: config, overrides: sets)
        let plugins = try plugins.set(alsoNamedIn: node)
        return (try DecodedRun(node, registries: plugins.library().registries), plugins)
    }

    /// The file's name without folder and extension.
    var stem: String { URL(fileURLWithPath: config).deletingPathExtension().lastPathComponent }
}
