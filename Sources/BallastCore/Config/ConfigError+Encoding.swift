extension ConfigError {
    /// The issues as data, for programs that read a tool's output.
    ///
    /// Each has `file`, `line`, `column` or `override`, if it was written anywhere; `key_path`; `message`; and `got`,
    /// `allowed` and `suggestion` where there are any.
    public func encode() -> ConfigNode {
        .list(
            issues.map { issue in
                var entries: [ConfigEntry] = []
                func add(_ key: String, _ value: ConfigNode?) {
                    if let value { entries.append(ConfigEntry(key: key, value: value)) }
                }
                switch issue.location {
                case .file(let path, let line, let column):
                    add("file", .string(path))
                    add("line", .integer(line))
                    add("column", .integer(column))
                case .override(let text, _): add("override", .string(text))
                case .code: break
                }
                add("key_path", .string(issue.keyPath.description))
                add("message", .string(issue.message))
                add("got", issue.got.map(ConfigNode.string))
                add("allowed", issue.allowed.map(ConfigNode.string))
                add("suggestion", issue.suggestion.map(ConfigNode.string))
                return ConfigNode(.mapping(entries))
            })
    }
}
