/// The settings of a component, or of a section of the run configuration.
///
/// ```swift
/// struct Config: ComponentConfig {
///     @Setting("Focusing exponent γ; 0 gives cross-entropy.", range: 0...) var gamma = 2.0
///     @Setting("Lower and upper clip.") var clip: [Double]?
///     init() {}
///     func validate(_ check: inout ConfigCheck) {
///         check.require(clip == nil || gamma > 0, "clip", "needs gamma above 0", with: "gamma")
///     }
/// }
/// ```
///
/// `init()` must make its settings afresh (it does unless it copies a stored config), since reading fills them in.
/// Settings that several configs share stand in a `SettingGroup`. Sections nest: a setting may itself be a
/// `ComponentConfig`. Keys left out of a section take the defaults of that
/// section's own declaration, and a section whose settings all have defaults may be left out whole if it is declared
/// with an initial value. A config cannot contain itself, not even in a list; a tree is built of `ComponentReference`s.
public protocol ComponentConfig: SettingValue where RuleValue == Never {
    init()

    /// Checks what involves more than one setting. Called only when every required setting has a valid value.
    func validate(_ check: inout ConfigCheck)
}

extension ComponentConfig {
    public func validate(_ check: inout ConfigCheck) {}

    public static var settingType: SettingType { .section(settings) }

    public var isComplete: Bool { declaredSettings.allSatisfy { $0.setting.hasValue } }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Never>, in decoding: inout ConfigDecoding
    ) -> Self? {
        decode(node, at: keyPath, in: &decoding)
    }

    /// Every setting in the order of declaration, as declared.
    public static var settings: [SettingDescription] {
        Self().declaredSettings.map { $0.setting.description(label: $0.label) }
    }

    /// The names of stored properties that are not settings; no key of a file can reach them.
    package static var undeclaredProperties: [String] {
        Self().ownUndeclaredProperties
    }

    private var ownUndeclaredProperties: [String] {
        Mirror(reflecting: self).children.flatMap { child -> [String] in
            if let group = child.value as? any AnySettingGroup { return group.config.ownUndeclaredProperties }
            return child.value is any AnySetting ? [] : [child.label ?? "?"]
        }
    }

    /// The settings of this config, those of its groups in their places among them.
    var declaredSettings: [(label: String, setting: any AnySetting)] {
        Mirror(reflecting: self).children.flatMap { child -> [(label: String, setting: any AnySetting)] in
            if let group = child.value as? any AnySettingGroup { return group.config.declaredSettings }
            guard let label = child.label, let setting = child.value as? any AnySetting else { return [] }
            return [(label, setting)]
        }
    }

    /// Calls `validate` of the groups, innermost first, then of this config.
    func validateWithGroups(_ check: inout ConfigCheck) {
        for child in Mirror(reflecting: self).children {
            (child.value as? any AnySettingGroup)?.config.validateWithGroups(&check)
        }
        validate(&check)
    }

    /// Reads a section: unknown keys, missing settings, wrong values and conflicts are all reported.
    ///
    /// - Parameter owner: what messages call the section (`loss focal`); by default its key path.
    /// - Returns: the config, or nothing if anything was reported.
    package static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, owner: String? = nil, in decoding: inout ConfigDecoding
    ) -> Self? {
        let issuesBefore = decoding.issues.count
        let config = Self()
        let settings = config.declaredSettings.map { (name: $0.setting.name(label: $0.label), setting: $0.setting) }
        let names = settings.map(\.name)

        // An empty section (`data:` with nothing below) is one that leaves every setting at its default.
        guard let entries = node.isNull ? [] : node.entries else {
            decoding.report(
                .wrongType(keyPath: keyPath, node: node, type: .section([]), constraints: SettingConstraints()))
            return nil
        }
        for entry in entries where !names.contains(entry.key) {
            decoding.report(.unknownKey(entry, in: keyPath, owner: owner, names: names))
        }

        var invalid: Set<String> = []
        for (name, setting) in settings {
            if let value = node[name] {
                if !setting.decode(value, at: keyPath.appending(name), in: &decoding) { invalid.insert(name) }
            } else if !setting.hasValue {
                decoding.report(.missing(setting.description(label: name), in: keyPath, location: node.location))
            } else if let value = setting.encode(), setting.mayNameComponents {
                // Components named by defaults are looked up and completed like those the user names.
                if !setting.decode(value, at: keyPath.appending(name), in: &decoding) { invalid.insert(name) }
            }
        }

        // Without a value for a required setting, `validate` could not even be asked.
        if settings.allSatisfy({ $0.setting.hasValue }) {
            var check = ConfigCheck(section: node, keyPath: keyPath, names: names, invalid: invalid)
            config.validateWithGroups(&check)
            check.issues.forEach { decoding.report($0) }
        }
        return decoding.issues.count == issuesBefore ? config : nil
    }

    /// Reads a whole configuration.
    ///
    /// - Parameters:
    ///   - root: the settings, a mapping.
    ///   - catalog: the registries in which components are looked up, and their settings checked.
    /// - Throws: `ConfigError` with everything that is wrong.
    public static func decode(_ root: ConfigNode, catalog: ComponentCatalog? = nil) throws -> Self {
        var decoding = ConfigDecoding(catalog: catalog)
        guard let config = decode(root, at: .root, in: &decoding) else { throw ConfigError(decoding.issues) }
        return config
    }

    /// Every setting with its value, defaults included, in the order of declaration.
    ///
    /// Required settings without a value are left out.
    public func encode() -> ConfigNode {
        ConfigNode(
            .mapping(
                declaredSettings.compactMap { label, setting in
                    setting.encode().map { ConfigEntry(key: setting.name(label: label), value: $0) }
                }))
    }

    /// The config, checked as if it had been read from a file: for configs made in code.
    ///
    /// - Throws: `ConfigError` with everything that is wrong.
    public func validated(catalog: ComponentCatalog? = nil) throws -> Self {
        try Self.decode(encode(), catalog: catalog)
    }
}
