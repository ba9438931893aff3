/// Why a component could not be registered or found.
public enum RegistryError: Error, Equatable, Sendable {
    case duplicate(kind: String, name: String, present: String, new: String)
    case invalidName(kind: String, name: String, implementation: String)
    case invalidDeclaration(kind: String, name: String, implementation: String, faults: [String])
    /// A component that conforms to the protocol of no kind.
    case noKind(implementation: String, kinds: [String])
    case unknown(kind: String, name: String, names: [String])
}
