extension ConfigNode {
    /// The node as YAML: block style, keys in order, short lists on one line.
    ///
    /// Reading it gives an equal node. Strings that any YAML reader might take for something else are quoted, and
    /// numbers are written so that readers of YAML 1.1 see numbers too.
    public func yaml() -> String {
        var text = ""
        if isInline {
            text = inlineYAML + "\n"
        } else {
            appendBlock(to: &text, indent: 0)
        }
        return text
    }

    /// The node on a single line, in flow style: `{type: focal, gamma: 2.0}`.
    public var inlineYAML: String {
        switch content {
        case .scalar(let scalar): scalar.yaml
        case .sequence(let elements): "[" + elements.map(\.inlineYAML).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\(ConfigScalar(quoted: $0.key).yaml): \($0.value.inlineYAML)" }.joined(separator: ", ")
                + "}"
        }
    }

    /// Whether the block style writes the node on the line of its key.
    private var isInline: Bool {
        switch content {
        case .scalar: true
        case .sequence(let elements): elements.allSatisfy { $0.scalar != nil }
        case .mapping(let entries): entries.isEmpty
        }
    }

    /// Appends the lines of a section or list; the first line's indentation is written too.
    private func appendBlock(to text: inout String, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        for entry in entries ?? [] {
            text += "\(margin)\(ConfigScalar(quoted: entry.key).yaml):"
            if entry.value.isInline {
                text += " \(entry.value.inlineYAML)\n"
            } else {
                text += "\n"
                entry.value.appendBlock(to: &text, indent: indent + 2)
            }
        }
        for element in elements ?? [] {
            if element.isInline {
                text += "\(margin)- \(element.inlineYAML)\n"
            } else {
                // The element's first line begins behind the dash instead of its indentation.
                var block = ""
                element.appendBlock(to: &block, indent: indent + 2)
                text += "\(margin)- " + block.dropFirst(indent + 2)
            }
        }
    }
}

extension ConfigScalar {
    /// The value in YAML, quoted where needed.
    var yaml: String {
        switch value {
        case .null: "null"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): Self.text(of: value)
        case .string(let text): Self.isSafePlain(text) ? text : doubleQuoted(text)
        }
    }

    /// Words that readers of YAML 1.1 take for booleans.
    private static let words: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

    private static func isSafePlain(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
        let inner = Set("0123456789_-./+".utf8)
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "_") || first == UInt8(ascii: "/"),
            text.utf8.allSatisfy({ isLetter($0) || inner.contains($0) })
        else { return false }
        return !words.contains(text.lowercased())
    }
}

/// A string in double quotes with the escapes that JSON and YAML share.
func doubleQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
            let digits = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
