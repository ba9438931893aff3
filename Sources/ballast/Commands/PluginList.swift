import ArgumentParser
import Ballast
import Foundation

/// `ballast plugin list`.
struct PluginList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the plugins in a folder, and the components of each.")

    @Argument(help: "Folder of plugin folders.") var folder = "Plugins"
    @Flag(help: "Print JSON.") var json = false

    private struct Listing: Encodable {
        struct Component: Encodable {
            let kind: String
            let name: String
            let summary: String
        }

        let plugin: String
        let path: String
        let components: [Component]
        let error: String?
    }

    func run() throws {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw UsageError("\(folder) is no folder")
        }
        let listings = entries.sorted().compactMap { try? PluginFolder(path: "\(folder)/\($0)") }.map(listing)
        if json { return Console.line(try JSONText.encode(listings, pretty: true)) }
        guard !listings.isEmpty else { return Console.line("there is no plugin in \(folder)") }
        for listing in listings {
            Console.line(listing.path)
            if let error = listing.error { Console.line("  error: \(error)") }
            for component in listing.components {
                Console.line("  \(component.kind) \(component.name)  \(component.summary)")
            }
        }
    }

    private func listing(_ plugin: PluginFolder) -> Listing {
        do {
            let additions = try PluginSet.additions(in: PluginSet(paths: [plugin.path]).library())
            let components = additions.flatMap { kind, added in
                added.map { Listing.Component(kind: kind, name: $0.name, summary: $0.summary) }
            }
            return Listing(plugin: plugin.name, path: plugin.path, components: components, error: nil)
        } catch {
            return Listing(plugin: plugin.name, path: plugin.path, components: [], error: "\(error)")
        }
    }
}
