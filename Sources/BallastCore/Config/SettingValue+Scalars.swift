extension Int: SettingValue {
    public typealias RuleValue = Int

    public static var settingType: SettingType { .integer }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Int>, in decoding: inout ConfigDecoding
    ) -> Int? {
        switch node.scalar?.value {
        case .integer(let value)?:
            return checked(value, node: node, at: keyPath, rules: rules, in: &decoding)
        case .number(let value)?:
            if node.scalar?.isWholeNumber == true {
                decoding.report(.integerTooLarge(keyPath: keyPath, node: node))
                return nil
            }
            let whole = Int(exactly: value).map(String.init)
            return mismatch(node, at: keyPath, rules: rules, in: &decoding, suggestion: whole)
        default:
            return mismatch(node, at: keyPath, rules: rules, in: &decoding)
        }
    }

    public func encode() -> ConfigNode { .integer(self) }
}

extension Double: SettingValue {
    public typealias RuleValue = Double

    public static var settingType: SettingType { .number }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Double>, in decoding: inout ConfigDecoding
    ) -> Double? {
        let value: Double
        switch node.scalar?.value {
        case .integer(let integer)?: value = Double(integer)
        case .number(let number)?: value = number
        default: return mismatch(node, at: keyPath, rules: rules, in: &decoding)
        }
        if rules.isFinite, !value.isFinite {
            decoding.report(
                .notFinite(keyPath: keyPath, node: node, type: settingType, constraints: rules.constraints))
            return nil
        }
        return checked(value, node: node, at: keyPath, rules: rules, in: &decoding)
    }

    public func encode() -> ConfigNode { .number(self) }
}

extension Bool: SettingValue {
    public static var settingType: SettingType { .boolean }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Never>, in decoding: inout ConfigDecoding
    ) -> Bool? {
        if case .boolean(let value)? = node.scalar?.value { return value }
        let suggestion: String? =
            switch node.scalar?.text.lowercased() {
            case "yes", "on", "y", "true", "1": "true"
            case "no", "off", "n", "false", "0": "false"
            default: nil
            }
        return mismatch(node, at: keyPath, rules: rules, in: &decoding, suggestion: suggestion)
    }

    public func encode() -> ConfigNode { .boolean(self) }
}

extension String: SettingValue {
    public typealias RuleValue = String

    public static var settingType: SettingType { .string }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<String>, in decoding: inout ConfigDecoding
    ) -> String? {
        guard case .string(let text)? = node.scalar?.value else {
            let quoted = node.isNull ? nil : (node.scalar?.text).map { "\"\($0)\"" }
            return mismatch(node, at: keyPath, rules: rules, in: &decoding, suggestion: quoted)
        }
        if let allowed = rules.allowed, !allowed.contains(text) {
            decoding.report(.unknownChoice(keyPath: keyPath, node: node, allowed: allowed))
            return nil
        }
        return checked(text, node: node, at: keyPath, rules: rules, in: &decoding)
    }

    public func encode() -> ConfigNode { .string(self) }
}

/// A choice among named values.
///
/// ```swift
/// enum AlphaConvention: String, ConfigEnum { case uniform, perClass }   // written uniform, per_class
/// ```
public protocol ConfigEnum: SettingValue, CaseIterable, RawRepresentable
where RawValue == String, RuleValue == String {}

extension ConfigEnum {
    /// The name in YAML: the raw value in snake_case.
    public var configName: String { rawValue.snakeCased }

    public static var settingType: SettingType { .choice(allCases.map(\.configName)) }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<String>, in decoding: inout ConfigDecoding
    ) -> Self? {
        guard let text = node.scalar?.text, !node.isNull else {
            return mismatch(node, at: keyPath, rules: rules, in: &decoding)
        }
        let choices = allCases.filter { rules.accepts($0.configName) }
        guard let choice = choices.first(where: { $0.configName == text }) else {
            decoding.report(.unknownChoice(keyPath: keyPath, node: node, allowed: choices.map(\.configName)))
            return nil
        }
        return choice
    }

    public func encode() -> ConfigNode { .string(configName) }
}
