import Foundation

extension ConfigNode {
    /// The key with which a file names the file or files it builds on.
    static let extendsKey = "extends"

    /// Reads a configuration file, lays it over the files it extends, and applies overrides.
    ///
    /// `extends: base.yaml` at the top of a file names another, relative to the file itself, that is read first;
    /// `extends: [a.yaml, b.yaml]` several, each laid over the one before. They may extend others in turn.
    /// `overlaid(by:)` says how one is laid over another.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - overrides: `key.path=value` each, as after `--set`; see `ConfigOverride`.
    /// - Throws: `ConfigError` with everything wrong with files and overrides as such; settings are not yet looked at.
    public static func load(path: String, overrides: [String] = []) throws -> ConfigNode {
        var issues: [ConfigIssue] = []
        let parsed = overrides.enumerated().compactMap { index, text -> ConfigOverride? in
            gathering(&issues) { try ConfigOverride(parsing: text, index: index) }
        }
        var reader = FileReader()
        let file = reader.read(path, namedBy: nil)
        issues = reader.issues + issues
        guard let node = file?.applying(parsed, issues: &issues), issues.isEmpty else { throw ConfigError(issues) }
        return node
    }
}

/// Reads files and those they extend, gathering what is wrong with any of them.
private struct FileReader {
    var issues: [ConfigIssue] = []
    /// The files being read, each extended by the one before: as shown to the user, and in one spelling.
    private var chain: [(shown: String, resolved: String)] = []

    /// - Parameter place: the value of `extends` that names the file.
    mutating func read(_ path: String, namedBy place: ConfigNode?) -> ConfigNode? {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        if let first = chain.firstIndex(where: { $0.resolved == resolved }) {
            issues.append(.extendsItself(place: place, files: chain[first...].map(\.shown) + [path]))
            return nil
        }
        chain.append((path, resolved))
        defer { chain.removeLast() }

        guard let text = text(of: path, namedBy: place) else { return nil }
        guard let root = gathering(&issues, { try ConfigNode.parse(yaml: text, path: path) }) else { return nil }
        let node = root.isNull ? ConfigNode(.mapping([]), at: root.location) : root
        guard node.entries != nil else {
            issues.append(.notASection(node))
            return nil
        }
        guard let names = node[ConfigNode.extendsKey] else { return node }

        let bases = (names.elements ?? [names]).map { name -> ConfigNode? in
            guard let file = name.string, !file.isEmpty else {
                issues.append(.extendsNoFile(name))
                return nil
            }
            let directory = (path as NSString).deletingLastPathComponent
            let isAbsolute = file.hasPrefix("/") || directory.isEmpty
            return read(isAbsolute ? file : "\(directory == "/" ? "" : directory)/\(file)", namedBy: name)
        }
        return (bases + [node.removing(ConfigNode.extendsKey)]).reduce(ConfigNode.emptySection) { below, above in
            above.map { below.overlaid(by: $0) } ?? below
        }
    }

    private mutating func text(of path: String, namedBy place: ConfigNode?) -> String? {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            var isDirectory: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            let reason =
                !exists ? "no such file" : isDirectory.boolValue ? "it is a folder" : "no permission to read it"
            issues.append(.unreadableFile(path, reason: reason, place: place))
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            issues.append(.unreadableFile(path, reason: "it is not UTF-8 text", place: place))
            return nil
        }
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }
}

/// The result of a step, or nothing after adding the issues it throws to the list.
private func gathering<Result>(_ issues: inout [ConfigIssue], _ step: () throws -> Result) -> Result? {
    do {
        return try step()
    } catch let error as ConfigError {
        issues += error.issues
    } catch {
        issues.append(ConfigIssue(message: "\(error)"))
    }
    return nil
}
