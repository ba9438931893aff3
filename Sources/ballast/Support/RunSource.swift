import ArgumentParser
import Ballast
import Foundation

/// The configuration of a run as the command line gives it.
struct RunSource: ParsableArguments {
    @Argument(help: "Configuration of the run (YAML).") var config: String

    @OptionGroup var settings: RunSettings

    /// The configuration, checked as a whole, and the plugins that it and the command line name.
    func decode() throws -> (run: DecodedRun, plugins: PluginSet) {
        let source = try settings.decode(config)
        try source.requireNoSearch()
        return (source.run, source.plugins)
    }

    /// The file's name without folder and extension.
    var stem: String { RunSettings.stem(of: config) }
}

/// What the command line lays over a configuration.
struct RunSettings: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Override a setting: --set loss.gamma=1. May be repeated.", valueName: "key.path=value"))
    var overrides: [String] = []

    @Option(help: "Seed of every random stream; overrides the configuration.") var seed: Int?

    @Option(help: "Threads of the kernels; overrides the configuration.") var threads: Int?

    @OptionGroup var plugins: PluginOptions

    /// A configuration file with the settings laid over it, checked as a whole.
    func decode(_ path: String) throws -> DecodedSource {
        var sets = overrides
        if let seed { sets.append("seed=\(seed)") }
        if let threads { sets.append("threads=\(threads)") }
        let node = try ConfigNode.load(path: path, overrides: sets)
        let plugins = try plugins.set(alsoNamedIn: node)
        let registries = try plugins.library().registries
        return DecodedSource(
            node: node, run: try DecodedRun(node, registries: registries), plugins: plugins, registries: registries)
    }

    /// A file's name without folder and extension.
    static func stem(of path: String) -> String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }
}

extension DecodedSource {
    /// Refuses a search, which a command would pass over in silence.
    func requireNoSearch() throws {
        guard let search = node.entry("search"), run.config.search != nil else { return }
        throw ConfigError([
            ConfigIssue(
                location: search.keyLocation, keyPath: ConfigKeyPath(["search"]),
                message: "is for `ballast sweep` and `ballast cv`; leave it out here with --set search=null")
        ])
    }
}

/// A configuration that is known to be right.
struct DecodedSource {
    /// As it was written, with the places of everything in it.
    let node: ConfigNode
    let run: DecodedRun
    let plugins: PluginSet
    /// What the configuration can name: the standard components and those of the plugins.
    let registries: Registries
}
