import OrderedCollections

/// The components of one kind that a configuration can name.
///
/// A value: it is made by whoever composes a program and passed on, so two of them never interfere. Components keep
/// the order in which they were registered.
///
/// Reading and making are two steps, so that a whole configuration is known to be right before anything starts:
///
/// ```swift
/// var issues: [ConfigIssue] = []
/// let loss = losses.decode(config.loss, into: &issues)
/// …                                                       // all other components
/// guard let loss, issues.isEmpty else { throw ConfigError(issues) }
/// try loss.build(LossContext(…))
/// ```
public struct Registry<Product, Context>: Sendable {
    /// What one component is called in messages and in `kind:` of a setting: `loss`.
    public let kind: String
    private var factories: OrderedDictionary<String, ComponentFactory<Product, Context>> = [:]

    public init(kind: String) {
        self.kind = kind
    }

    /// The registered names, in the order of registration.
    public var names: [String] { Array(factories.keys) }

    /// What users are told about the components, in the order of registration.
    public var descriptions: [ComponentDescription] { factories.values.map(\.description) }

    /// Adds a component.
    ///
    /// - Throws: `RegistryError` if the name is taken or not in snake_case, or the settings are declared wrongly: two
    ///   of the same name, a stored property that is no setting, a default its own range refuses.
    public mutating func register(_ factory: ComponentFactory<Product, Context>) throws {
        let new = factory.description
        guard new.name.isSnakeCase else {
            throw RegistryError.invalidName(kind: kind, name: new.name, implementation: new.implementation)
        }
        if let present = factories[new.name]?.description {
            throw RegistryError.duplicate(
                kind: kind, name: new.name, present: present.implementation, new: new.implementation)
        }
        guard factory.declarationFaults.isEmpty else {
            throw RegistryError.invalidDeclaration(
                kind: kind, name: new.name, implementation: new.implementation, faults: factory.declarationFaults)
        }
        factories[new.name] = factory
    }

    /// The component of a name.
    ///
    /// - Throws: `RegistryError.unknown` with the nearest name and all of them.
    public func entry(named name: String) throws -> ComponentFactory<Product, Context> {
        guard let factory = factories[name] else {
            throw RegistryError.unknown(kind: kind, name: name, names: names)
        }
        return factory
    }

    /// Looks up a component named in a configuration and reads its settings, reporting everything that is wrong.
    ///
    /// - Returns: the component, ready to be made, or nothing if anything was reported.
    public func decode(
        _ reference: ComponentReference, in decoding: inout ConfigDecoding
    ) -> DecodedComponent<Product, Context>? {
        guard let factory = factories[reference.type] else {
            decoding.report(.unknownComponent(reference, kind: kind, names: names))
            return nil
        }
        return factory.decode(reference, kind: kind, in: &decoding)
    }

    /// As `decode(_:in:)`, appending to a list of issues.
    ///
    /// - Parameters:
    ///   - reference: the name and the settings.
    ///   - catalog: where components named by this component's own settings are looked up.
    ///   - issues: gets everything that is wrong.
    public func decode(
        _ reference: ComponentReference, catalog: ComponentCatalog? = nil, into issues: inout [ConfigIssue]
    ) -> DecodedComponent<Product, Context>? {
        var decoding = ConfigDecoding(catalog: catalog)
        let component = decode(reference, in: &decoding)
        issues += decoding.issues
        return component
    }

    /// Reads and makes a component in one step.
    ///
    /// - Throws: `ConfigError` with everything wrong with its settings, or what the component itself throws.
    public func build(
        _ reference: ComponentReference, catalog: ComponentCatalog? = nil, context: Context
    ) throws -> Product {
        var issues: [ConfigIssue] = []
        guard let component = decode(reference, catalog: catalog, into: &issues) else { throw ConfigError(issues) }
        return try component.build(context)
    }
}
