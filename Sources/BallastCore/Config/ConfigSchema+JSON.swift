extension ComponentDescription {
    /// The description as data, for `--json` and other programs.
    public func encode() -> ConfigNode {
        .section([
            "name": .string(name),
            "summary": .string(summary),
            "paper": paper.map(ConfigNode.string) ?? .null,
            "implementation": .string(implementation),
            "settings": settings.encode(),
        ])
    }
}

extension [SettingDescription] {
    /// The settings as a list of sections.
    public func encode() -> ConfigNode { .list(map { $0.encode() }) }
}

extension SettingDescription {
    /// `name`, `type`, `required`, `default` unless required, `help`; and where they apply `allowed`, `minimum`,
    /// `exclusive_minimum`, `maximum`, `exclusive_maximum`, `minimum_count`, `maximum_count`, `finite`, `kind` and
    /// the `settings` of sections.
    public func encode() -> ConfigNode {
        var entries: [ConfigEntry] = []
        func add(_ key: String, _ value: ConfigNode?) {
            if let value { entries.append(ConfigEntry(key: key, value: value)) }
        }
        add("name", .string(name))
        add("type", .string(type.name))
        add("required", .boolean(isRequired))
        add("default", defaultValue)
        add("help", .string(help))
        add("allowed", (constraints.allowed ?? type.choices).map { $0.map(type.encodeAllowed) }.map(ConfigNode.list))
        for (key, limit) in [("minimum", constraints.bounds?.lower), ("maximum", constraints.bounds?.upper)] {
            add(limit?.isInclusive == false ? "exclusive_\(key)" : key, limit.map { type.encodeAllowed($0.text) })
        }
        for (key, limit, inside) in [
            ("minimum_count", constraints.count?.lower, 1), ("maximum_count", constraints.count?.upper, -1),
        ] {
            // Counts are whole numbers, so an open end is the closed end next to it.
            add(key, limit.flatMap { limit in Int(limit.text).map { .integer($0 + (limit.isInclusive ? 0 : inside)) } })
        }
        if type.isNumeric { add("finite", .boolean(constraints.isFinite)) }
        add("kind", constraints.kind.map(ConfigNode.string))
        if !type.settings.isEmpty { add("settings", type.settings.encode()) }
        return ConfigNode(.mapping(entries))
    }
}

extension SettingType {
    /// The type without the lists, dictionaries and optionals around it.
    private var innermost: SettingType {
        switch self {
        case .list(let inner), .dictionary(let inner), .optional(let inner): inner.innermost
        default: self
        }
    }

    fileprivate var choices: [String]? {
        if case .choice(let names) = innermost { names } else { nil }
    }

    fileprivate var isNumeric: Bool { innermost == .number }

    /// An allowed value or limit, spelled as text, as what it is.
    fileprivate func encodeAllowed(_ text: String) -> ConfigNode {
        switch innermost {
        case .integer, .number, .integerRange: ConfigNode(.scalar(ConfigScalar(plain: text)))
        default: .string(text)
        }
    }
}
