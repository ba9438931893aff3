/// Settings that several configs share, declared once and read as if each config had declared them itself.
///
/// ```swift
/// struct AnchorSettings: ComponentConfig { @Setting("Weight β …") var beta = 0.1 … }
/// struct Config: ComponentConfig {
///     @SettingGroup var objective = AnchorSettings()     // beta stands beside n in YAML
///     @Setting("Steps between moves.", range: 1...) var n = 200
///     init() {}
/// }
/// ```
///
/// Unlike a setting that is a section, a group adds no level to the YAML. Its `validate` is called with the config's own.
@propertyWrapper
public struct SettingGroup<Group: ComponentConfig>: Equatable, Sendable {
    public var wrappedValue: Group

    public init(wrappedValue: Group) {
        self.wrappedValue = wrappedValue
    }
}

/// A group without its type, as reflection over a config finds it.
protocol AnySettingGroup {
    var config: any ComponentConfig { get }
}

extension SettingGroup: AnySettingGroup {
    var config: any ComponentConfig { wrappedValue }
}
