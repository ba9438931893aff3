/// A fenced code block of a Markdown text, after the rules of CommonMark.
struct MarkdownFence {
    /// Index of the opening line.
    let opening: Int
    /// Index of the closing line.
    let closing: Int
    /// Spaces before the opening fence, three at most.
    let indentation: Int
    /// What follows the opening fence in its line.
    let info: String
    /// The lines between the two, without the fence's indentation.
    let content: [String]

    /// The words of the info string, of which the first is the language.
    var words: [String] { info.split(separator: " ").map(String.init) }
}

extension MarkdownFence {
    /// The line that opens a block: three or more backticks or tildes.
    struct Opening {
        let indentation: Int
        let info: String
        private let mark: Character
        private let length: Int

        init?(_ line: String) {
            indentation = line.prefix { $0 == " " }.count
            let rest = line.dropFirst(indentation)
            guard indentation < 4, let mark = rest.first, mark == "`" || mark == "~" else { return nil }
            self.mark = mark
            length = rest.prefix { $0 == mark }.count
            info = String(rest.dropFirst(length)).trimmingSpaces
            guard length >= 3, mark == "~" || !info.contains("`") else { return nil }
        }

        /// Whether a line closes the block: as many of the same marks at least, and nothing else.
        func isClosed(by line: String) -> Bool {
            guard line.prefix(while: { $0 == " " }).count < 4 else { return false }
            let marks = line.trimmingSpaces
            return marks.count >= length && marks.allSatisfy { $0 == mark }
        }

        /// A line of the block without the indentation that it shares with the fence.
        func content(_ line: String) -> String {
            String(line.dropFirst(min(indentation, line.prefix { $0 == " " }.count)))
        }
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmingSpaces: String {
        func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }

    /// The lines, divided at line feeds alone; an empty last line that only ends the text is none.
    var textLines: [String] {
        var lines = utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
