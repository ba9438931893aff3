// Every sentence about a configuration that users read is made here, so that they stay alike.

extension ConfigIssue: CustomStringConvertible {
    /// `run.yaml:7:3: loss.gama: unknown key; loss focal has alpha, gamma — did you mean "gamma"?`
    public var description: String {
        let place = [location.description, keyPath.description].filter { !$0.isEmpty }
        var text = message
        if let got { text += ": got \(got)" }
        if let allowed { text += "; \(allowed)" }
        if let suggestion { text += " — did you mean \(suggestionText(suggestion))?" }
        return (place + [text]).joined(separator: ": ")
    }
}

extension ConfigIssue {
    static func unknownKey(
        _ entry: ConfigEntry, in keyPath: ConfigKeyPath, owner: String?, names: [String]
    ) -> ConfigIssue {
        let section = owner ?? (keyPath == .root ? "the configuration" : keyPath.description)
        return ConfigIssue(
            location: entry.keyLocation, keyPath: keyPath.appending(entry.key), message: "unknown key",
            allowed: names.isEmpty ? "\(section) has no settings" : "\(section) has \(listed(names))",
            suggestion: names.nearest(to: entry.key))
    }

    static func missing(
        _ setting: SettingDescription, in keyPath: ConfigKeyPath, location: ConfigLocation
    ) -> ConfigIssue {
        ConfigIssue(
            location: location, keyPath: keyPath.appending(setting.name), message: "missing",
            allowed: "must be \(setting.type.phrase(setting.constraints))")
    }

    static func wrongType(
        keyPath: ConfigKeyPath, node: ConfigNode, type: SettingType, constraints: SettingConstraints,
        suggestion: String? = nil
    ) -> ConfigIssue {
        ConfigIssue(
            location: node.location, keyPath: keyPath, message: "wrong type", got: node.shown,
            allowed: "must be \(type.phrase(constraints))", suggestion: suggestion)
    }

    static func outOfRange(
        keyPath: ConfigKeyPath, node: ConfigNode, type: SettingType, constraints: SettingConstraints
    ) -> ConfigIssue {
        ConfigIssue(
            location: node.location, keyPath: keyPath, message: "out of range", got: node.shown,
            allowed: "must be \(type.phrase(constraints))")
    }

    static func notFinite(
        keyPath: ConfigKeyPath, node: ConfigNode, type: SettingType, constraints: SettingConstraints
    ) -> ConfigIssue {
        var issue = outOfRange(keyPath: keyPath, node: node, type: type, constraints: constraints)
        issue.message = "not finite"
        return issue
    }

    static func integerTooLarge(keyPath: ConfigKeyPath, node: ConfigNode) -> ConfigIssue {
        ConfigIssue(
            location: node.location, keyPath: keyPath, message: "out of range", got: node.shown,
            allowed: "must be an integer of 64 bits")
    }

    static func wrongCount(
        keyPath: ConfigKeyPath, node: ConfigNode, count: Int, type: SettingType, constraints: SettingConstraints
    ) -> ConfigIssue {
        ConfigIssue(
            location: node.location, keyPath: keyPath, message: "wrong length", got: "\(count)",
            allowed: "must be \(type.phrase(constraints))")
    }

    static func unknownChoice(keyPath: ConfigKeyPath, node: ConfigNode, allowed: [String]) -> ConfigIssue {
        ConfigIssue(
            location: node.location, keyPath: keyPath, message: "unknown value", got: node.shown,
            allowed: "must be one of \(listed(allowed))",
            suggestion: node.scalar.flatMap { allowed.nearest(to: $0.text) })
    }

    static func unknownComponent(_ reference: ComponentReference, kind: String, names: [String]) -> ConfigIssue {
        ConfigIssue(
            location: reference.typeLocation, keyPath: reference.keyPath, message: "unknown \(kind)",
            got: quoted(reference.type), allowed: registered(names),
            suggestion: names.nearest(to: reference.type))
    }

    static func missingType(in keyPath: ConfigKeyPath, location: ConfigLocation, kind: String?) -> ConfigIssue {
        ConfigIssue(
            location: location, keyPath: keyPath.appending(ComponentReference.typeKey), message: "missing",
            allowed: "must be the name of a \(kind ?? "component")")
    }

    static func wrongTypeName(keyPath: ConfigKeyPath, node: ConfigNode, kind: String?) -> ConfigIssue {
        ConfigIssue(
            location: node.location, keyPath: keyPath, message: "wrong type", got: node.shown,
            allowed: "must be the name of a \(kind ?? "component")")
    }

    static func conflict(keyPath: ConfigKeyPath, location: ConfigLocation, _ message: String) -> ConfigIssue {
        ConfigIssue(location: location, keyPath: keyPath, message: message)
    }
}

extension ConfigIssue {
    static func invalidYAML(_ problem: String, context: String?, location: ConfigLocation) -> ConfigIssue {
        ConfigIssue(
            location: location,
            message: "not valid YAML: " + [context, problem].compactMap { $0 }.joined(separator: ", "))
    }

    static func tabIndents(location: ConfigLocation) -> ConfigIssue {
        ConfigIssue(location: location, message: "not valid YAML: a tab in the indentation; indent with spaces")
    }

    static func tooLarge(location: ConfigLocation, limit: Int) -> ConfigIssue {
        ConfigIssue(location: location, message: "too large: more than \(limit) values, counting those of aliases")
    }

    static func repeatedKey(_ entry: ConfigEntry, first: ConfigLocation, in keyPath: ConfigKeyPath) -> ConfigIssue {
        ConfigIssue(
            location: entry.keyLocation, keyPath: keyPath.appending(entry.key),
            message: "given twice" + (first.line.map { ", first in line \($0)" } ?? ""))
    }

    static func keyNotAName(keyPath: ConfigKeyPath, location: ConfigLocation) -> ConfigIssue {
        ConfigIssue(location: location, keyPath: keyPath, message: "a key must be a name, not a list or a section")
    }

    static func unknownTag(_ tag: String, keyPath: ConfigKeyPath, location: ConfigLocation) -> ConfigIssue {
        ConfigIssue(location: location, keyPath: keyPath, message: "unknown YAML tag", got: tag)
    }

    static func mergeOfNoSection(keyPath: ConfigKeyPath, node: ConfigNode) -> ConfigIssue {
        ConfigIssue(
            location: node.location, keyPath: keyPath, message: "wrong type", got: node.shown,
            allowed: "must be a section or a list of sections")
    }
}

extension ConfigIssue {
    static func unreadableFile(_ path: String, reason: String, place: ConfigNode?) -> ConfigIssue {
        ConfigIssue(
            location: place?.location ?? .code, keyPath: place == nil ? .root : ConfigKeyPath([ConfigNode.extendsKey]),
            message: "cannot read \(path): \(reason)")
    }

    static func notASection(_ root: ConfigNode) -> ConfigIssue {
        ConfigIssue(
            location: root.location, message: "wrong type", got: root.shown,
            allowed: "a configuration must be a section of lines such as epochs: 200")
    }

    static func extendsNoFile(_ node: ConfigNode) -> ConfigIssue {
        ConfigIssue(
            location: node.location, keyPath: ConfigKeyPath([ConfigNode.extendsKey]), message: "wrong type",
            got: node.shown,
            allowed: "must be the path of a file or a list of them")
    }

    static func extendsItself(place: ConfigNode?, files: [String]) -> ConfigIssue {
        ConfigIssue(
            location: place?.location ?? .code, keyPath: ConfigKeyPath([ConfigNode.extendsKey]),
            message: "goes in a circle: " + files.joined(separator: " → "))
    }

    static func noOverride(location: ConfigLocation) -> ConfigIssue {
        ConfigIssue(location: location, message: "not an override; must be key.path=value")
    }

    static func noElement(keyPath: ConfigKeyPath, location: ConfigLocation, count: Int) -> ConfigIssue {
        ConfigIssue(
            location: location, keyPath: keyPath, message: "no such element",
            allowed: count == 0 ? "the list is empty" : "the list has elements 0 to \(count - 1)")
    }

    static func noSection(keyPath: ConfigKeyPath, location: ConfigLocation, node: ConfigNode) -> ConfigIssue {
        ConfigIssue(
            location: location, keyPath: keyPath, message: "has no settings to override", got: node.shown,
            allowed: "must be a section or a list")
    }
}

extension RegistryError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .duplicate(let kind, let name, let present, let new):
            return "two of a name: \(kind) \(quoted(name)) is \(present); \(new) must take another name"
        case .invalidName(let kind, let name, let implementation):
            return "\(implementation): \(quoted(name)) is no name for a \(kind); "
                + "names are in snake_case, such as my_\(kind)"
        case .invalidDeclaration(let kind, let name, let implementation, let faults):
            return "\(implementation): the settings of \(kind) \(quoted(name)) are declared wrongly: "
                + faults.joined(separator: "; ")
        case .noKind(let implementation, let kinds):
            return "\(implementation) is a component of no kind; kinds are \(kinds.joined(separator: ", "))"
        case .unknown(let kind, let name, let names):
            let nearest = names.nearest(to: name).map { " — did you mean \(quoted($0))?" } ?? ""
            return "unknown \(kind): got \(quoted(name)); \(registered(names))\(nearest)"
        }
    }
}

extension ConfigNode {
    /// The node as messages name what they got.
    var shown: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a section"
        case .scalar(let scalar):
            switch scalar.value {
            case .null: "nothing"
            case .string: "the string \(quoted(scalar.text))"
            case .boolean, .integer, .number: scalar.text
            }
        }
    }
}

func listed(_ names: [String]) -> String { names.joined(separator: ", ") }

/// Names in quotes; values as they are to be written.
private func suggestionText(_ text: String) -> String {
    ConfigScalar(plain: text).value == .string(text) && !text.hasPrefix("\"") ? quoted(text) : text
}

private func registered(_ names: [String]) -> String {
    names.isEmpty ? "none is registered" : "must be one of \(listed(names))"
}

/// The text in quotes, on one line and of bounded length.
private func quoted(_ text: String) -> String {
    let line = text.map { $0.isNewline ? "⏎" : String($0) }.joined()
    return "\"\(line.count > 80 ? line.prefix(77) + "…" : line)\""
}
