extension ComponentDescription {
    /// What `describe` prints: name, summary, source, and every setting.
    ///
    /// - Parameter kind: the kind of component, such as `loss`.
    public func text(kind: String) -> String {
        var lines = ["\(kind) \(name)", summary]
        if let paper { lines.append(paper) }
        lines.append("")
        lines += settings.isEmpty ? ["No settings."] : ["Settings:"] + settings.textLines(indent: 2)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension [SettingDescription] {
    /// Each setting on two lines, those of sections indented below:
    ///
    /// ```
    /// gamma: a number ≥ 0; default 2.0
    ///     Focusing exponent γ; 0 gives cross-entropy.
    /// ```
    public func text() -> String {
        textLines(indent: 0).map { $0 + "\n" }.joined()
    }

    fileprivate func textLines(indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        return flatMap { setting in
            [
                "\(margin)\(setting.name): \(setting.allowedText); \(setting.defaultText)",
                "\(margin)    \(setting.help)",
            ]
                + setting.type.settings.textLines(indent: indent + 4)
        }
    }
}

extension SettingDescription {
    /// What the value must be: `a number ≥ 0`.
    public var allowedText: String { type.phrase(constraints) }

    /// `required`, `default 2.0`, or for a section that it takes its own settings' defaults.
    public var defaultText: String {
        guard let defaultValue else { return "required" }
        if case .section = type { return "default: those below" }
        return "default \(defaultValue.inlineYAML)"
    }
}

extension SettingType {
    /// The settings of the section, or of the sections in a list, dictionary or optional.
    public var settings: [SettingDescription] {
        switch self {
        case .section(let settings): settings
        case .list(let inner), .dictionary(let inner), .optional(let inner): inner.settings
        case .integer, .number, .boolean, .string, .choice, .integerRange, .component: []
        }
    }
}
