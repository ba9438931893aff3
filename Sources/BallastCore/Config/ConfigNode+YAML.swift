internal import Yams

extension ConfigNode {
    /// Reads a YAML document.
    ///
    /// Anchors, aliases and merge keys (`<<`) are resolved; a node brought in by an alias keeps the place where it was
    /// written. A document without content is an empty section.
    ///
    /// - Parameters:
    ///   - text: the YAML.
    ///   - path: the file's name in messages.
    /// - Throws: `ConfigError` with every repeated key, or with what breaks the syntax.
    public static func parse(yaml text: String, path: String) throws -> ConfigNode {
        let node = try YAMLReader().read(text) { .file(path: path, line: $0.line, column: $0.column) }
        return node ?? ConfigNode(.mapping([]), at: .file(path: path, line: 1, column: 1))
    }

    /// Reads the value of an override; everything in it is placed at the override.
    static func parse(overrideValue text: String, at location: ConfigLocation) throws -> ConfigNode {
        // Nothing behind the equals sign means null, as nothing behind a colon does.
        try YAMLReader().read(text) { _ in location } ?? ConfigNode(null.content, at: location)
    }
}

/// Turns Yams' tree into ours.
private struct YAMLReader {
    /// Aliases let a few lines stand for millions of nodes; no configuration comes near this.
    static let nodeLimit = 100_000

    /// - Returns: nothing if the text has no content.
    func read(_ text: String, at place: @escaping (YAMLPosition) -> ConfigLocation) throws -> ConfigNode? {
        var source = YAMLSource(text)
        var root: Node?
        do {
            root = try source.compose()
        } catch let error as YamlError {
            throw ConfigError([.syntax(error, in: text, at: place)])
        }
        guard let root else { return nil }

        var conversion = Conversion(place: place, disguised: source.disguised, remaining: Self.nodeLimit)
        let node = conversion.convert(root, at: .root)
        if conversion.remaining <= 0 {
            throw ConfigError([.tooLarge(location: place(YAMLPosition()), limit: Self.nodeLimit)])
        }
        guard conversion.issues.isEmpty else { throw ConfigError(conversion.issues) }
        return node
    }
}

private struct Conversion {
    let place: (YAMLPosition) -> ConfigLocation
    let disguised: [YAMLPosition: Unicode.Scalar]
    var remaining: Int
    var issues: [ConfigIssue] = []

    mutating func convert(_ node: Node, at keyPath: ConfigKeyPath) -> ConfigNode {
        let location = place(YAMLPosition(node.mark))
        remaining -= 1
        guard remaining > 0 else { return ConfigNode(.mapping([]), at: location) }
        switch node {
        case .scalar(let scalar):
            return ConfigNode(.scalar(meaning(of: scalar, at: keyPath, location: location)), at: location)
        case .sequence(let sequence):
            let elements = sequence.enumerated().map { convert($0.element, at: keyPath.appending($0.offset)) }
            return ConfigNode(.sequence(elements), at: location)
        case .mapping(let mapping):
            return ConfigNode(.mapping(entries(of: mapping, at: keyPath)), at: location)
        case .alias:
            // The parser replaces aliases by what they stand for.
            return ConfigNode(.mapping([]), at: location)
        }
    }

    private mutating func meaning(
        of scalar: Node.Scalar, at keyPath: ConfigKeyPath, location: ConfigLocation
    ) -> ConfigScalar {
        let plain = ConfigScalar(plain: scalar.string)
        switch scalar.tag.description {
        case Tag.implicit.description:
            return scalar.style == .plain ? plain : ConfigScalar(quoted: scalar.string)
        case "tag:yaml.org,2002:str", "!":
            return ConfigScalar(quoted: scalar.string)
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            return plain
        case let tag:
            issues.append(.unknownTag(tag, keyPath: keyPath, location: location))
            return plain
        }
    }

    private mutating func entries(of mapping: Node.Mapping, at keyPath: ConfigKeyPath) -> [ConfigEntry] {
        var entries: [ConfigEntry] = []
        var merged: [ConfigEntry] = []
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                let location = place(YAMLPosition(key.mark))
                issues.append(.keyNotAName(keyPath: keyPath, location: location))
                continue
            }
            if scalar.string == "<<", scalar.style == .plain {
                merged += mergedEntries(value, at: keyPath)
                continue
            }
            let (name, location) = original(scalar)
            let entry = ConfigEntry(
                key: name, keyLocation: location, value: convert(value, at: keyPath.appending(name)))
            if let first = entries.first(where: { $0.key == name }) {
                issues.append(.repeatedKey(entry, first: first.keyLocation, in: keyPath))
            } else {
                entries.append(entry)
            }
        }
        // The section's own keys go before those merged in, and earlier merged sections before later ones.
        for entry in merged where !entries.contains(where: { $0.key == entry.key }) { entries.append(entry) }
        return entries
    }

    /// The entries of the section or sections under a merge key.
    private mutating func mergedEntries(_ value: Node, at keyPath: ConfigKeyPath) -> [ConfigEntry] {
        let node = convert(value, at: keyPath)
        let sections = node.elements ?? [node]
        guard sections.allSatisfy({ $0.entries != nil }) else {
            issues.append(.mergeOfNoSection(keyPath: keyPath.appending("<<"), node: node))
            return []
        }
        return sections.flatMap { $0.entries ?? [] }
    }

    private func original(_ key: Node.Scalar) -> (name: String, location: ConfigLocation) {
        let position = YAMLPosition(key.mark)
        var name = key.string
        if let letter = disguised[position] {
            name.unicodeScalars.replaceSubrange(
                name.unicodeScalars.startIndex...name.unicodeScalars.startIndex, with: [letter])
        }
        return (name, place(position))
    }
}

extension ConfigIssue {
    /// What breaks the syntax, with the parser's own words for it.
    fileprivate static func syntax(
        _ error: YamlError, in text: String, at place: (YAMLPosition) -> ConfigLocation
    ) -> ConfigIssue {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if let tab = YAMLSource.firstIndentingTab(in: text), tab.line <= mark.line {
                return .tabIndents(location: place(tab))
            }
            return .invalidYAML(problem, context: context?.text, location: place(YAMLPosition(mark)))
        case .reader(let problem, let offset, _, let text):
            return .invalidYAML(problem, context: nil, location: place(YAMLPosition(after: offset ?? 0, in: text)))
        case .duplicatedKeysInMapping(let names, let context):
            let entry = ConfigEntry(key: listed(names), keyLocation: place(YAMLPosition(context.mark)), value: .null)
            return .repeatedKey(entry, first: place(YAMLPosition(context.mark)), in: .root)
        default:
            return .invalidYAML("\(error)", context: nil, location: place(YAMLPosition()))
        }
    }
}
