/// A type that settings can have.
///
/// Integers, numbers, booleans, strings, `ConfigEnum`s, arrays, dictionaries, optionals, integer ranges, sections
/// (`ComponentConfig`) and `ComponentReference`s conform. A type of one's own conforms by saying how it is read from
/// and written to a `ConfigNode`.
public protocol SettingValue: Equatable, Sendable {
    /// What `range:` and `oneOf:` of a declaration speak about: the value itself, or the innermost element of a list.
    associatedtype RuleValue: Comparable & Sendable = Never

    /// The type as shown to users.
    static var settingType: SettingType { get }

    /// The value when neither the user nor the declaration gives one; nothing makes the setting required.
    static var valueWhenAbsent: Self? { get }

    /// Whether every required setting within the value has been given one; only sections can lack any.
    var isComplete: Bool { get }

    /// Reads a value, checks it against the rules of its declaration and reports what is wrong.
    ///
    /// - Returns: the value, or nothing if at least one issue was reported.
    static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<RuleValue>,
        in decoding: inout ConfigDecoding
    ) -> Self?

    /// The value as configuration; reading it gives an equal value.
    func encode() -> ConfigNode
}

extension SettingValue {
    public static var valueWhenAbsent: Self? { nil }

    public var isComplete: Bool { true }

    /// Reports that the node has a value of another type, and returns nothing.
    public static func mismatch(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<RuleValue>,
        in decoding: inout ConfigDecoding,
        suggestion: String? = nil
    ) -> Self? {
        decoding.report(
            .wrongType(
                keyPath: keyPath, node: node, type: settingType, constraints: rules.constraints, suggestion: suggestion)
        )
        return nil
    }

    /// Checks a value against range and allowed values; reports a violation and returns nothing.
    public static func checked(
        _ value: RuleValue, node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<RuleValue>,
        in decoding: inout ConfigDecoding
    ) -> RuleValue? {
        guard rules.accepts(value) else {
            decoding.report(
                .outOfRange(keyPath: keyPath, node: node, type: settingType, constraints: rules.constraints))
            return nil
        }
        return value
    }
}

/// Where a configuration being read gathers its issues, and looks up components.
public struct ConfigDecoding: Sendable {
    /// Everything found wrong so far.
    public private(set) var issues: [ConfigIssue] = []
    /// The registries in which components named by settings are looked up; without one only their form is checked.
    public let catalog: ComponentCatalog?

    public init(catalog: ComponentCatalog? = nil) {
        self.catalog = catalog
    }

    public mutating func report(_ issue: ConfigIssue) {
        issues.append(issue)
    }
}
