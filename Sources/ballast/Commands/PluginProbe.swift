import ArgumentParser
import Ballast

/// Loads a plugin's library and registers it, for a parent that wants to know whether that works.
struct PluginProbe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin-probe", abstract: "Try a plugin's library.", shouldDisplay: false)

    @Argument(help: "The library.") var path: String
    @Argument(help: "What messages call it.") var shown: String

    func run() throws {
        var library = try ComponentLibrary.standard()
        try PluginLibrary(path: path, shownAs: shown).register(in: &library)
    }
}
