import ArgumentParser

/// `ballast plugin …`.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Start, check, list and build plugins.",
        subcommands: [PluginBuild.self])
}
