extension ConfigNode {
    /// The node as JSON, keys in order.
    ///
    /// JSON has no infinities and no NaN: they are written as the strings `".inf"`, `"-.inf"` and `".nan"`.
    ///
    /// - Parameter isPretty: over several lines with two spaces of indentation; otherwise on one line.
    public func json(isPretty: Bool = true) -> String {
        var text = ""
        appendJSON(to: &text, indent: isPretty ? 0 : nil)
        return text
    }

    private func appendJSON(to text: inout String, indent: Int?) {
        switch content {
        case .scalar(let scalar): text += scalar.json
        case .sequence(let elements):
            // A list of plain values stays on one line however the rest is written.
            let inner = elements.allSatisfy { $0.scalar != nil } ? nil : indent
            appendItems(elements, between: ("[", "]"), to: &text, indent: inner) { element, text, indent in
                element.appendJSON(to: &text, indent: indent)
            }
        case .mapping(let entries):
            appendItems(entries, between: ("{", "}"), to: &text, indent: indent) { entry, text, indent in
                text += doubleQuoted(entry.key) + ": "
                entry.value.appendJSON(to: &text, indent: indent)
            }
        }
    }

    private func appendItems<Item>(
        _ items: [Item], between brackets: (String, String), to text: inout String, indent: Int?,
        append: (Item, inout String, Int?) -> Void
    ) {
        text += brackets.0
        for (index, item) in items.enumerated() {
            if index > 0 { text += indent == nil ? ", " : "," }
            if let indent { text += "\n" + String(repeating: " ", count: indent + 2) }
            append(item, &text, indent.map { $0 + 2 })
        }
        if let indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
        text += brackets.1
    }
}

extension ConfigScalar {
    fileprivate var json: String {
        switch value {
        case .null: "null"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? Self.text(of: value) : doubleQuoted(Self.text(of: value))
        case .string(let text): doubleQuoted(text)
        }
    }
}
