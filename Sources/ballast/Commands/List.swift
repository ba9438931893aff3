import ArgumentParser
import Ballast

/// `ballast list [KIND]`.
struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the components that a configuration can name, with a sentence on each.")

    @Argument(help: "A kind of component, such as losses; all kinds if omitted.") var kind: String?
    @OptionGroup var plugins: PluginOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let catalog = try plugins.set().library().catalog
        let registries = try kind.map { [try catalog.registry(called: $0)] } ?? catalog.registries
        if json {
            let listed = registries.map { ComponentListing($0) }
            return Console.line(try JSONText.encode(listed, pretty: true))
        }
        for registry in registries {
            Console.line("\(registry.kind):")
            let width = registry.names.map(\.count).max() ?? 0
            for description in registry.descriptions {
                let padding = String(repeating: " ", count: width - description.name.count)
                Console.line("  \(description.name)\(padding)  \(description.summary)")
            }
        }
    }
}

/// The components of one kind, for JSON.
private struct ComponentListing: Encodable {
    struct Entry: Encodable {
        let name: String
        let summary: String
        let paper: String?
    }

    let kind: String
    let components: [Entry]

    init(_ registry: any ComponentRegistry) {
        kind = registry.kind
        components = registry.descriptions.map { Entry(name: $0.name, summary: $0.summary, paper: $0.paper) }
    }
}

extension ComponentCatalog {
    /// The registry of a kind, named in the singular or the plural.
    func registry(called name: String) throws -> any ComponentRegistry {
        let found = registries.first { [$0.kind, $0.kind + "s", $0.kind + "es"].contains(name) }
        guard let found else {
            throw UsageError(
                "there is no kind of component called \(name); kinds are \(registries.map(\.kind).joined(separator: ", "))"
            )
        }
        return found
    }
}
