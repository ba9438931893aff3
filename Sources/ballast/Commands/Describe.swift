import ArgumentParser
import Ballast

/// `ballast describe KIND NAME`.
struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Describe a component: what it does, where it comes from, and its settings.",
        discussion: "`ballast describe run` describes the configuration of a run.")

    @Argument(help: "Kind of component, such as loss; or run.") var kind: String
    @Argument(help: "Name of the component; every one of the kind if omitted.") var name: String?
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print Markdown.") var markdown = false

    func run() throws {
        if kind == "run" { return Console.line(text(of: RunConfig.settings)) }
        let registry = try plugins.set().library().catalog.registry(called: kind)
        let descriptions = try name.map { [try registry.description(named: $0)] } ?? registry.descriptions
        if json {
            let encoded = descriptions.map { $0.encode() }
            return Console.line((name == nil ? ConfigNode.list(encoded) : encoded[0]).json())
        }
        let texts = descriptions.map { markdown ? $0.markdown() : $0.text(kind: registry.kind) }
        Console.line(texts.joined(separator: "\n"))
    }

    private func text(of settings: [SettingDescription]) -> String {
        if json { return settings.encode().json() }
        return markdown ? settings.markdownTable() : settings.text()
    }
}
