/// A registered component: what users are told about it, how its settings are read, how it is made.
///
/// Each kind of component wraps it in one method, which fixes how components of the kind are made:
///
/// ```swift
/// extension Registry where Product == any Loss, Context == LossContext {
///     public mutating func register<L: Loss>(_ type: L.Type) throws {
///         try register(ComponentFactory(type) { config, context in try L(config: config, context: context) })
///     }
/// }
/// ```
public struct ComponentFactory<Product, Context>: Sendable {
    public let description: ComponentDescription
    /// The Swift type that was registered.
    public let component: any Component.Type
    /// What is wrong with the declaration of the settings; empty for a sound one.
    let declarationFaults: [String]
    private let read:
        @Sendable (ComponentReference, String, inout ConfigDecoding) -> DecodedComponent<Product, Context>?

    /// - Parameters:
    ///   - type: what is registered.
    ///   - implementation: the full name of the Swift type users are told of, if it is not `type`.
    ///   - build: makes the component.
    public init<C: Component>(
        _ type: C.Type, implementation: String = String(reflecting: C.self),
        build: @escaping @Sendable (_ config: C.Config, _ context: Context) throws -> Product
    ) {
        description = ComponentDescription(
            name: C.name, summary: C.summary, paper: C.paper, settings: C.Config.settings, example: C.example,
            implementation: implementation)
        component = type
        declarationFaults = C.Config.declarationFaults
        read = { reference, owner, decoding in
            let decoded = C.Config.decode(
                reference.settings, at: reference.keyPath, owner: owner, in: &decoding)
            guard let config = decoded else { return nil }
            return DecodedComponent(reference: reference, config: config, component: C.self) { try build(config, $0) }
        }
    }

    /// Reads the settings of a component named in a configuration, reporting everything wrong with them.
    ///
    /// - Parameter kind: what messages call components of this registry, such as `loss`.
    func decode(
        _ reference: ComponentReference, kind: String, in decoding: inout ConfigDecoding
    ) -> DecodedComponent<Product, Context>? {
        read(reference, "\(kind) \(description.name)", &decoding)
    }
}

/// What users are told about a component.
public struct ComponentDescription: Equatable, Sendable {
    public let name: String
    public let summary: String
    public let paper: String?
    public let settings: [SettingDescription]
    /// Settings that make a small instance; empty where the defaults do.
    public let example: ConfigNode
    /// The full name of the Swift type.
    public let implementation: String
}
