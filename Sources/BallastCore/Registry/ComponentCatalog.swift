/// The registries of a program, by kind.
///
/// Given to `ComponentConfig.decode`, it lets settings declared with `kind:` be checked with everything else, however
/// deeply components name others; it is also what listings and documentation walk through.
public struct ComponentCatalog: Sendable {
    /// In the order given.
    public let registries: [any ComponentRegistry]

    public init(_ registries: [any ComponentRegistry]) {
        self.registries = registries
    }

    public func registry(of kind: String) -> (any ComponentRegistry)? {
        registries.first { $0.kind == kind }
    }
}

/// A registry of any kind of component.
public protocol ComponentRegistry: Sendable {
    var kind: String { get }
    var names: [String] { get }
    var descriptions: [ComponentDescription] { get }

    /// Looks a component up and checks its settings.
    ///
    /// - Returns: the reference with every setting, defaults included, or nothing if anything was reported.
    func resolve(_ reference: ComponentReference, in decoding: inout ConfigDecoding) -> ComponentReference?
}

extension ComponentRegistry {
    /// What users are told about one component.
    ///
    /// - Throws: `RegistryError` if there is none of this name.
    public func description(named name: String) throws -> ComponentDescription {
        guard let found = descriptions.first(where: { $0.name == name }) else {
            throw RegistryError.unknown(kind: kind, name: name, names: names)
        }
        return found
    }
}

extension Registry: ComponentRegistry {
    public func resolve(_ reference: ComponentReference, in decoding: inout ConfigDecoding) -> ComponentReference? {
        decode(reference, in: &decoding)?.reference
    }
}
