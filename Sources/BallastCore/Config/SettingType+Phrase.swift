extension SettingType {
    /// What a value of this type must be, completing "must be …": `a number ≥ 0`, `one of uniform, per_class`.
    public func phrase(_ constraints: SettingConstraints = SettingConstraints()) -> String {
        let limits = constraints.limits
        return switch self {
        case .integer, .number, .string:
            if let allowed = constraints.allowed { "one of \(listed(allowed))" } else { singular(constraints) + limits }
        case .choice(let names): "one of \(listed(constraints.allowed ?? names))"
        case .boolean, .section, .component: singular(constraints)
        case .integerRange: "a range such as 1...10 of integers" + limits
        case .list(let element): "a list of " + element.pluralPhrase(constraints) + constraints.length
        case .dictionary(let element): "a section of named " + element.pluralPhrase(constraints) + constraints.length
        case .optional(let wrapped): wrapped.phrase(constraints) + " or null"
        }
    }

    private func pluralPhrase(_ constraints: SettingConstraints) -> String {
        switch self {
        case .integer, .number, .string:
            let noun = self == .integer ? "integers" : self == .number ? "numbers" : "strings"
            if let allowed = constraints.allowed { return "\(noun) among \(listed(allowed))" }
            return noun + constraints.limits
        case .choice(let names): return "names among \(listed(constraints.allowed ?? names))"
        case .boolean: return "booleans"
        case .integerRange: return "ranges such as 1...10 of integers" + constraints.limits
        case .list(let element): return "lists of " + element.pluralPhrase(constraints)
        case .dictionary(let element): return "sections of named " + element.pluralPhrase(constraints)
        case .optional(let wrapped): return wrapped.pluralPhrase(constraints) + " or null"
        case .section: return "sections"
        case .component: return "\((constraints.kind ?? "component").pluralized), each a name or a section with a type"
        }
    }

    private func singular(_ constraints: SettingConstraints) -> String {
        switch self {
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .boolean: "true or false"
        case .section: "a section"
        case .component: "a \(constraints.kind ?? "component"): its name or a section with a type"
        case .choice, .integerRange, .list, .dictionary, .optional: name
        }
    }
}

extension SettingConstraints {
    fileprivate var limits: String { bounds.map { " \($0.phrase)" } ?? "" }

    fileprivate var length: String { count.map { " (length \($0.phrase))" } ?? "" }
}

extension SettingBounds {
    /// `≥ 0`, `> 0`, `= 2`, `in [0, 1)`.
    public var phrase: String {
        switch (lower, upper) {
        case (let lower?, let upper?) where lower == upper: "= \(lower.text)"
        case (let lower?, let upper?):
            "in \(lower.isInclusive ? "[" : "(")\(lower.text), \(upper.text)\(upper.isInclusive ? "]" : ")")"
        case (let lower?, nil): "\(lower.isInclusive ? "≥" : ">") \(lower.text)"
        case (nil, let upper?): "\(upper.isInclusive ? "≤" : "<") \(upper.text)"
        case (nil, nil): ""
        }
    }
}

extension String {
    /// The English plural of a kind of component: `losses`, `metrics`.
    package var pluralized: String { hasSuffix("s") ? self + "es" : self + "s" }
}
