/// A part of a configuration, with the place it was written at.
///
/// Two nodes are equal when they mean the same: places and the order of keys do not count.
public struct ConfigNode: Sendable {
    public enum Content: Sendable {
        case scalar(ConfigScalar)
        case sequence([ConfigNode])
        case mapping([ConfigEntry])
    }

    public var content: Content
    public var location: ConfigLocation

    public init(_ content: Content, at location: ConfigLocation = .code) {
        self.content = content
        self.location = location
    }
}

/// A key of a section and its value; a section's entries keep the order of the file and have distinct keys.
public struct ConfigEntry: Sendable {
    public var key: String
    public var keyLocation: ConfigLocation
    public var value: ConfigNode

    public init(key: String, keyLocation: ConfigLocation = .code, value: ConfigNode) {
        self.key = key
        self.keyLocation = keyLocation
        self.value = value
    }
}

extension ConfigNode {
    public static let null = ConfigNode(.scalar(ConfigScalar(plain: "null")))
    public static let emptySection = ConfigNode(.mapping([]))

    public static func string(_ value: String) -> ConfigNode {
        ConfigNode(.scalar(ConfigScalar(quoted: value)))
    }

    public static func number(_ value: Double) -> ConfigNode {
        ConfigNode(.scalar(ConfigScalar(value)))
    }

    public static func integer(_ value: Int) -> ConfigNode {
        ConfigNode(.scalar(ConfigScalar(plain: String(value))))
    }

    public static func boolean(_ value: Bool) -> ConfigNode {
        ConfigNode(.scalar(ConfigScalar(plain: String(value))))
    }

    public static func list(_ elements: [ConfigNode]) -> ConfigNode {
        ConfigNode(.sequence(elements))
    }

    public static func section(_ entries: KeyValuePairs<String, ConfigNode>) -> ConfigNode {
        ConfigNode(.mapping(entries.map { ConfigEntry(key: $0.key, value: $0.value) }))
    }
}

extension ConfigNode {
    public var scalar: ConfigScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    public var elements: [ConfigNode]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    public var entries: [ConfigEntry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    public var isNull: Bool { scalar?.value == .null }

    /// The string, if this is one.
    public var string: String? {
        if case .string(let text)? = scalar?.value { text } else { nil }
    }

    /// The entry of a key, if this is a section that has it.
    public func entry(_ key: String) -> ConfigEntry? {
        entries?.first { $0.key == key }
    }

    public subscript(key: String) -> ConfigNode? { entry(key)?.value }

    /// The node at the end of a path, or nothing if the path leaves the tree.
    public subscript(at path: ConfigKeyPath) -> ConfigNode? {
        path.components.reduce(self as ConfigNode?) { node, component in
            switch node?.content {
            case .mapping?: node?[component]
            case .sequence(let elements)?: Int(component).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            case .scalar?, nil: nil
            }
        }
    }

    /// The section without one of its keys.
    func removing(_ key: String) -> ConfigNode {
        guard let entries else { return self }
        return ConfigNode(.mapping(entries.filter { $0.key != key }), at: location)
    }
}

extension ConfigNode {
    /// The same content, with the places of another node wherever that has the same keys and elements.
    func placed(like other: ConfigNode) -> ConfigNode {
        var copy = self
        copy.location = other.location
        switch (content, other.content) {
        case (.sequence(let elements), .sequence(let places)):
            copy.content = .sequence(
                elements.enumerated().map { places.indices.contains($0) ? $1.placed(like: places[$0]) : $1 })
        case (.mapping(let entries), .mapping):
            copy.content = .mapping(
                entries.map { entry in
                    guard let place = other.entry(entry.key) else { return entry }
                    return ConfigEntry(
                        key: entry.key, keyLocation: place.keyLocation, value: entry.value.placed(like: place.value))
                })
        default: break
        }
        return copy
    }
}

extension ConfigNode: Equatable {
    public static func == (left: ConfigNode, right: ConfigNode) -> Bool {
        switch (left.content, right.content) {
        case (.scalar(let left), .scalar(let right)): left == right
        case (.sequence(let left), .sequence(let right)): left == right
        case (.mapping(let left), .mapping(let right)):
            left.count == right.count && left.allSatisfy { entry in right.contains { $0 == entry } }
        default: false
        }
    }
}

extension ConfigEntry: Equatable {
    public static func == (left: ConfigEntry, right: ConfigEntry) -> Bool {
        left.key == right.key && left.value == right.value
    }
}
