/// One `--set key.path=value` of a command line.
///
/// The value is YAML: `--set loss.alpha=[1,2]`, `--set data.long_tail=null`. A path may go through lists by index
/// (`transforms.0.size`) and through a component given by its bare name (`loss: focal`, then `loss.gamma=1`).
///
/// - A value replaces what stands at its path; settings beside it stay.
/// - A new `type` drops the settings written for the old one, as in a file that extends another.
/// - Of several overrides those of shorter paths are applied first, `type` before its neighbours, so that none undoes
///   another; of two with the same path the later wins.
/// - Elements of a list can be changed only if the file has the list.
public struct ConfigOverride: Sendable {
    public let keyPath: ConfigKeyPath
    public let value: ConfigNode
    public let location: ConfigLocation

    /// An override made by a program.
    ///
    /// - Parameters:
    ///   - keyPath: the keys from the outermost on, with dots between them.
    ///   - value: what the key gets.
    ///   - location: what messages about keys of the path point at.
    public init(keyPath: ConfigKeyPath, value: ConfigNode, location: ConfigLocation) {
        self.keyPath = keyPath
        self.value = value
        self.location = location
    }

    /// Reads `key.path=value`.
    ///
    /// - Parameters:
    ///   - text: `key.path=value`.
    ///   - index: which of the command line's overrides this is, from 0.
    /// - Throws: `ConfigError` if there is no `=`, a part of the path is empty, or the value is no YAML.
    public init(parsing text: String, index: Int) throws {
        location = .override(text: text, index: index)
        guard let sign = text.firstIndex(of: "=") else { throw ConfigError([.noOverride(location: location)]) }
        keyPath = ConfigKeyPath(dotted: String(text[..<sign]))
        guard !keyPath.components.isEmpty, !keyPath.components.contains("") else {
            throw ConfigError([.noOverride(location: location)])
        }
        value = try ConfigNode.parse(overrideValue: String(text[text.index(after: sign)...]), at: location)
    }
}

extension ConfigNode {
    /// The configuration with overrides applied; overrides that cannot be are reported and left out.
    public func applying(_ overrides: [ConfigOverride], issues: inout [ConfigIssue]) -> ConfigNode {
        func rank(_ override: ConfigOverride, offset: Int) -> (Int, Int, Int) {
            let components = override.keyPath.components
            return (components.count, components.last == ComponentReference.typeKey ? 0 : 1, offset)
        }
        let ordered = overrides.enumerated().sorted {
            rank($0.element, offset: $0.offset) < rank($1.element, offset: $1.offset)
        }
        var root = self
        for (_, override) in ordered {
            do {
                root = try root.replacing(override.keyPath.components[...], below: .root, with: override)
            } catch {
                issues += error.issues
            }
        }
        return root
    }

    private func replacing(
        _ path: ArraySlice<String>, below keyPath: ConfigKeyPath, with override: ConfigOverride
    ) throws(ConfigError) -> ConfigNode {
        guard let step = path.first else { return override.value }
        let deeper = keyPath.appending(step)
        switch content {
        case .sequence(var elements):
            guard let index = Int(step), elements.indices.contains(index) else {
                throw ConfigError([.noElement(keyPath: deeper, location: override.location, count: elements.count)])
            }
            elements[index] = try elements[index].replacing(path.dropFirst(), below: deeper, with: override)
            return ConfigNode(.sequence(elements), at: location)
        case .mapping(let entries):
            return try replacing(path, in: entries, at: location, below: keyPath, with: override)
        case .scalar where string != nil:
            let entries = sectionOfComponent.entries ?? []
            return try replacing(path, in: entries, at: override.location, below: keyPath, with: override)
        case .scalar where isNull:
            return try replacing(path, in: [], at: override.location, below: keyPath, with: override)
        case .scalar:
            throw ConfigError([.noSection(keyPath: keyPath, location: override.location, node: self)])
        }
    }

    private func replacing(
        _ path: ArraySlice<String>, in entries: [ConfigEntry], at location: ConfigLocation,
        below keyPath: ConfigKeyPath, with override: ConfigOverride
    ) throws(ConfigError) -> ConfigNode {
        guard let key = path.first else { return override.value }
        let present = entries.firstIndex { $0.key == key }
        let old = present.map { entries[$0].value } ?? ConfigNode(ConfigNode.null.content, at: override.location)
        let new = try old.replacing(path.dropFirst(), below: keyPath.appending(key), with: override)
        let entry = ConfigEntry(key: key, keyLocation: override.location, value: new)

        if key == ComponentReference.typeKey, present != nil, old != new {
            return ConfigNode(.mapping([entry]), at: location)
        }
        var changed = entries
        if let present { changed[present] = entry } else { changed.append(entry) }
        return ConfigNode(.mapping(changed), at: location)
    }
}
