public import BallastCore

/// The values that a grid tries for a setting: a list of anything that the setting may be.
public struct SearchedValues: SettingValue {
    public let values: [ConfigNode]

    public static var settingType: SettingType { .list(.string) }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Never>, in decoding: inout ConfigDecoding
    ) -> SearchedValues? {
        guard let elements = node.elements, !elements.isEmpty else {
            decoding.report(
                ConfigIssue(
                    location: node.location, keyPath: keyPath, message: "lists no values",
                    allowed: "must be a list of values to try"))
            return nil
        }
        return SearchedValues(values: elements)
    }

    public func encode() -> ConfigNode { .list(values) }
}
