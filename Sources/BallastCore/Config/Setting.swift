/// A setting of a component or section, declared once: name, type, default, range and help.
///
/// ```swift
/// struct Config: ComponentConfig {
///     @Setting("Focusing exponent γ; 0 gives cross-entropy.", range: 0...) var gamma = 2.0
///     @Setting("Weight of each class; left out: none.", range: .above(0)) var alpha: [Double]?
///     @Setting("Step size.", range: .above(0)) var rate: Double
/// }
/// ```
///
/// - The key in YAML is the property's name in snake_case, unless `name:` says otherwise.
/// - An initial value is the default. Without one, an optional is `null` and anything else is required; so is a section
///   whose initial value leaves required settings of its own without values.
/// - `range:` and `oneOf:` hold for the value, or for every element of a list or dictionary; `count:` for their number.
/// - Infinities and NaN are refused unless `isFinite: false`.
/// - `kind:` names the registry in which a `ComponentReference` is looked up.
///
/// A config read from a file has a value for every setting. A config made in code with `init()` has none for those
/// that are required: set them before reading them.
@propertyWrapper
public struct Setting<Value: SettingValue>: Sendable {
    @usableFromInline var storage: SettingStorage<Value>

    // Without a range given, its type could not be inferred; hence an initializer with and one without.

    public init<Limits: SettingRangeConvertible, Count: SettingRangeConvertible>(
        wrappedValue: Value, _ help: String, name: String? = nil, range: Limits,
        oneOf allowed: [Value.RuleValue]? = nil,
        count: Count = SettingRange<Int>.unlimited, isFinite: Bool = true, kind: String? = nil
    ) where Limits.Bound == Value.RuleValue, Count.Bound == Int {
        let rules = SettingRules(
            range: range.settingRange, allowed: allowed, count: count.settingRange, isFinite: isFinite, kind: kind)
        storage = SettingStorage(help: help, name: name, rules: rules, value: wrappedValue)
    }

    public init<Count: SettingRangeConvertible>(
        wrappedValue: Value, _ help: String, name: String? = nil, oneOf allowed: [Value.RuleValue]? = nil,
        count: Count = SettingRange<Int>.unlimited, isFinite: Bool = true, kind: String? = nil
    ) where Count.Bound == Int {
        let rules = SettingRules(
            range: .unlimited, allowed: allowed, count: count.settingRange, isFinite: isFinite, kind: kind)
        storage = SettingStorage(help: help, name: name, rules: rules, value: wrappedValue)
    }

    public init<Limits: SettingRangeConvertible, Count: SettingRangeConvertible>(
        _ help: String, name: String? = nil, range: Limits, oneOf allowed: [Value.RuleValue]? = nil,
        count: Count = SettingRange<Int>.unlimited, isFinite: Bool = true, kind: String? = nil
    ) where Limits.Bound == Value.RuleValue, Count.Bound == Int {
        let rules = SettingRules(
            range: range.settingRange, allowed: allowed, count: count.settingRange, isFinite: isFinite, kind: kind)
        storage = SettingStorage(help: help, name: name, rules: rules, value: Value.valueWhenAbsent)
    }

    public init<Count: SettingRangeConvertible>(
        _ help: String, name: String? = nil, oneOf allowed: [Value.RuleValue]? = nil,
        count: Count = SettingRange<Int>.unlimited, isFinite: Bool = true, kind: String? = nil
    ) where Count.Bound == Int {
        let rules = SettingRules(
            range: .unlimited, allowed: allowed, count: count.settingRange, isFinite: isFinite, kind: kind)
        storage = SettingStorage(help: help, name: name, rules: rules, value: Value.valueWhenAbsent)
    }

    public var wrappedValue: Value {
        // Inlined, because losses and optimizers read settings in every step.
        @inlinable get {
            guard let value = storage.value else { storage.stopWithoutValue() }
            return value
        }
        set {
            if isKnownUniquelyReferenced(&storage) {
                storage.value = newValue
            } else {
                storage = SettingStorage(
                    help: storage.help, name: storage.name, rules: storage.rules, value: newValue)
            }
        }
    }
}

extension Setting: Equatable {
    /// Equal values; declarations do not count.
    public static func == (left: Setting, right: Setting) -> Bool {
        left.storage.value == right.storage.value
    }
}

/// What a `Setting` holds, shared by its copies until one of them is changed.
///
/// A class, because reflection hands out copies of a config's settings: decoding reaches the config's own value
/// through the shared storage. `@unchecked Sendable`: `value` changes only while a single reference to the storage
/// exists (`Setting.wrappedValue`), or while the config is being decoded and known to one thread alone; everything
/// else is immutable.
@usableFromInline
final class SettingStorage<Value: SettingValue>: @unchecked Sendable {
    let help: String
    let name: String?
    let rules: SettingRules<Value.RuleValue>
    @usableFromInline var value: Value?

    init(help: String, name: String?, rules: SettingRules<Value.RuleValue>, value: Value?) {
        self.help = help
        self.name = name
        self.rules = rules
        self.value = value
    }

    @usableFromInline
    func stopWithoutValue() -> Never {
        preconditionFailure("a required setting (\(help)) was read before it was given a value")
    }
}

/// A setting without its type, as reflection over a config finds it.
protocol AnySetting {
    /// Whether there is a value: given, or a default that is complete in itself.
    var hasValue: Bool { get }

    /// Whether the value is a component or may contain one.
    var mayNameComponents: Bool { get }

    /// The key of the setting stored in the property `label`.
    func name(label: String) -> String

    func description(label: String) -> SettingDescription

    /// Reads a value into the config this setting was found in.
    ///
    /// - Returns: whether it was valid; if not, the previous value stays and issues were reported.
    func decode(_ node: ConfigNode, at keyPath: ConfigKeyPath, in decoding: inout ConfigDecoding) -> Bool

    func encode() -> ConfigNode?
}

extension Setting: AnySetting {
    var hasValue: Bool { storage.value?.isComplete ?? false }

    var mayNameComponents: Bool { Value.settingType.mayNameComponents }

    func name(label: String) -> String {
        // The storage of a wrapped property `gamma` is named `_gamma`.
        storage.name ?? (label.hasPrefix("_") ? String(label.dropFirst()) : label).snakeCased
    }

    func description(label: String) -> SettingDescription {
        SettingDescription(
            name: name(label: label), help: storage.help, type: Value.settingType,
            constraints: storage.rules.constraints, defaultValue: hasValue ? storage.value?.encode() : nil)
    }

    func decode(_ node: ConfigNode, at keyPath: ConfigKeyPath, in decoding: inout ConfigDecoding) -> Bool {
        guard let value = Value.decode(node, at: keyPath, rules: storage.rules, in: &decoding) else { return false }
        storage.value = value
        return true
    }

    func encode() -> ConfigNode? { storage.value?.encode() }
}
