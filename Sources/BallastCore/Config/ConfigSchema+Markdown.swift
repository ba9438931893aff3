extension ComponentDescription {
    /// A section of reference documentation: heading, summary, source, table of settings.
    ///
    /// - Parameter level: the depth of the heading.
    public func markdown(level: Int = 3) -> String {
        var blocks = ["\(String(repeating: "#", count: level)) `\(name)`", summary]
        if let paper { blocks.append("Source: \(paper)") }
        blocks.append(settings.isEmpty ? "No settings." : settings.markdownTable())
        return blocks.joined(separator: "\n\n") + "\n"
    }
}

extension [SettingDescription] {
    /// A table with a row for each setting, those of sections under their full key path; `*` stands for any index or
    /// name.
    public func markdownTable() -> String {
        let header = ["| Setting | Value | Default | Meaning |", "|---|---|---|---|"]
        return (header + markdownRows(below: "")).joined(separator: "\n")
    }

    private func markdownRows(below prefix: String) -> [String] {
        flatMap { setting in
            let key = prefix + setting.name
            let cells = ["`\(key)`", cell(setting.allowedText), setting.defaultCell, cell(setting.help)]
            return ["| " + cells.joined(separator: " | ") + " |"]
                + setting.type.settings.markdownRows(below: key + setting.type.wildcard)
        }
    }
}

extension SettingDescription {
    fileprivate var defaultCell: String {
        guard let defaultValue else { return "required" }
        if case .section = type { return "those below" }
        return "`\(cell(defaultValue.inlineYAML))`"
    }
}

extension SettingType {
    /// What stands between the key of a setting and the keys of the sections it holds.
    fileprivate var wildcard: String {
        switch self {
        case .list(let inner), .dictionary(let inner): ".*" + inner.wildcard
        case .optional(let inner): inner.wildcard
        default: "."
        }
    }
}

/// Text that stays inside its cell.
private func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
        .split(whereSeparator: \.isNewline).joined(separator: " ")
}
