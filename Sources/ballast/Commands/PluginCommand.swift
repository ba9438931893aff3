import ArgumentParser

/// `ballast plugin …`.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Start, check, list and build plugins.",
        subcommands: [PluginNew.self, PluginCheck.self, PluginList.self, PluginBuild.self])
}
