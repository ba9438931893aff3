import BallastCore

/// The settings a component is checked with: its example, and that with one setting changed.
struct SettingVariation {
    /// What is changed, for messages: `margin_kind: multiplicative`; empty for the example itself.
    let label: String
    let reference: ComponentReference

    /// The example, and every choice, both booleans and the inclusive ends of every number, one at a time.
    ///
    /// A component checked at its defaults alone would leave its other branches unseen.
    static func all(of description: ComponentDescription) -> [SettingVariation] {
        let example = SettingVariation(
            label: "", reference: ComponentReference(description.name, settings: description.example))
        return [example]
            + description.settings.flatMap { setting in
                setting.type.notableValues(setting.constraints)
                    .filter { $0 != description.example[setting.name] && $0 != setting.defaultValue }
                    .map { value in
                        SettingVariation(
                            label: "\(setting.name): \(value.scalar?.text ?? "…")",
                            reference: ComponentReference(
                                description.name, settings: description.example.setting(setting.name, to: value)))
                    }
            }
    }
}

extension SettingType {
    fileprivate func notableValues(_ constraints: SettingConstraints) -> [ConfigNode] {
        func ends(_ make: (Double) -> ConfigNode) -> [ConfigNode] {
            [constraints.bounds?.lower, constraints.bounds?.upper].compactMap { limit in
                guard let limit, limit.isInclusive, let value = Double(limit.text) else { return nil }
                return make(value)
            }
        }
        switch self {
        case .choice(let names): return (constraints.allowed ?? names).map { .string($0) }
        case .boolean: return [.boolean(true), .boolean(false)]
        case .integer: return ends { .integer(Int($0)) }
        case .number: return ends { .number($0) }
        case .string: return (constraints.allowed ?? []).map { .string($0) }
        case .optional(let wrapped): return wrapped.notableValues(constraints)
        case .integerRange, .list, .dictionary, .section, .component: return []
        }
    }
}

extension ConfigNode {
    /// The section with a key's value replaced or added.
    func setting(_ key: String, to value: ConfigNode) -> ConfigNode {
        let others = (entries ?? []).filter { $0.key != key }
        return ConfigNode(.mapping(others + [ConfigEntry(key: key, value: value)]), at: location)
    }

    /// The section without a key.
    func leavingOut(_ key: String) -> ConfigNode {
        ConfigNode(.mapping((entries ?? []).filter { $0.key != key }), at: location)
    }
}
