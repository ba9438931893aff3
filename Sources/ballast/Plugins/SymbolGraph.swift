import Foundation

/// What the compiler says about the types of a module: which of them are components.
struct SymbolGraph: Decodable {
    struct Symbol: Decodable {
        struct Identifier: Decodable { let precise: String }
        struct Location: Decodable {
            struct Position: Decodable {
                let line: Int
                let character: Int
            }
            let uri: String
            let position: Position
        }
        let identifier: Identifier
        let pathComponents: [String]
        let location: Location?
    }
    struct Relationship: Decodable {
        let kind: String
        let source: String
        let target: String
    }

    let symbols: [Symbol]
    let relationships: [Relationship]

    /// Reads the graph that the compiler wrote for a module.
    static func read(module: String, in folder: String) throws -> SymbolGraph {
        let url = URL(fileURLWithPath: "\(folder)/\(module).symbols.json")
        return try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: url))
    }

    /// The mangled name of the protocol that all kinds of components refine.
    private static let component = "s:11BallastCore9ComponentP"

    /// The types that are components, as Swift code names them, in the order of the files and of their lines.
    var components: [String] {
        let conforming = Set(
            relationships.filter { $0.kind == "conformsTo" && $0.target == Self.component }.map(\.source))
        return symbols.filter { conforming.contains($0.identifier.precise) }
            .sorted { place(of: $0) < place(of: $1) }
            .map { $0.pathComponents.joined(separator: ".") }
    }

    private func place(of symbol: Symbol) -> (String, Int, Int) {
        guard let location = symbol.location else { return ("", 0, 0) }
        return (location.uri, location.position.line, location.position.character)
    }
}
