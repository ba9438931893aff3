/// A component named in a configuration: its name, or a section with the name under `type` beside its settings.
///
/// ```yaml
/// loss: cross_entropy
/// loss: {type: focal, gamma: 1}
/// ```
///
/// Declared with `kind:`, a reference is looked up in the registry of that kind while the configuration is read: its
/// settings are checked with all the others, and the reference then holds every one of them, defaults included.
public struct ComponentReference: Sendable {
    /// The registered name.
    public let type: String
    /// The section of settings, without `type`.
    public let settings: ConfigNode
    /// Where the name was written.
    public let typeLocation: ConfigLocation
    /// Where in the configuration the component is named.
    public let keyPath: ConfigKeyPath

    /// The key under which the name stands.
    public static let typeKey = "type"

    public init(
        _ type: String, settings: ConfigNode = .emptySection, typeLocation: ConfigLocation = .code,
        keyPath: ConfigKeyPath = .root
    ) {
        self.type = type
        self.settings = settings
        self.typeLocation = typeLocation
        self.keyPath = keyPath
    }
}

extension ComponentReference: Equatable {
    /// Equal name and settings, wherever they were written.
    public static func == (left: ComponentReference, right: ComponentReference) -> Bool {
        left.type == right.type && left.settings == right.settings
    }
}

extension ComponentReference: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) {
        self.init(name)
    }
}

extension ComponentReference: SettingValue {
    public typealias RuleValue = String

    public static var settingType: SettingType { .component }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<String>, in decoding: inout ConfigDecoding
    ) -> ComponentReference? {
        let reference: ComponentReference
        if let name = node.string {
            let settings = ConfigNode(.mapping([]), at: node.location)
            reference = ComponentReference(name, settings: settings, typeLocation: node.location, keyPath: keyPath)
        } else if node.entries != nil {
            guard let type = node[typeKey] else {
                decoding.report(.missingType(in: keyPath, location: node.location, kind: rules.kind))
                return nil
            }
            guard let name = type.string else {
                decoding.report(.wrongTypeName(keyPath: keyPath.appending(typeKey), node: type, kind: rules.kind))
                return nil
            }
            reference = ComponentReference(
                name, settings: node.removing(typeKey), typeLocation: type.location, keyPath: keyPath)
        } else {
            return mismatch(node, at: keyPath, rules: rules, in: &decoding)
        }
        if let allowed = rules.allowed, !allowed.contains(reference.type) {
            let name = ConfigNode(.scalar(ConfigScalar(quoted: reference.type)), at: reference.typeLocation)
            decoding.report(.unknownChoice(keyPath: keyPath.appending(typeKey), node: name, allowed: allowed))
            return nil
        }
        guard let kind = rules.kind, let registry = decoding.catalog?.registry(of: kind) else { return reference }
        return registry.resolve(reference, in: &decoding)
    }

    public func encode() -> ConfigNode {
        let name = ConfigNode(ConfigNode.string(type).content, at: typeLocation)
        let type = ConfigEntry(key: Self.typeKey, keyLocation: typeLocation, value: name)
        return ConfigNode(.mapping([type] + (settings.entries ?? [])), at: settings.location)
    }
}
