/// The lines of a Markdown text, divided into fenced blocks, comments and prose.
struct MarkdownBlocks {
    /// A comment that begins a line: `<!-- text -->`.
    struct Comment {
        /// Index of its first line.
        let opening: Int
        /// What stands between the marks, without spaces at its ends.
        let text: String
    }

    private(set) var fences: [MarkdownFence] = []
    private(set) var comments: [Comment] = []
    /// Indices of all other lines.
    private(set) var prose: [Int] = []

    /// - Parameter path: the file, as errors name it.
    /// - Throws: `NotebookError` for a fence that is not closed: the rest of the text would be code.
    init(_ lines: [String], path: String) throws {
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if let opening = MarkdownFence.Opening(line) {
                guard let closing = lines[(index + 1)...].firstIndex(where: opening.isClosed(by:)) else {
                    throw NotebookError(
                        .format, path: path, line: index + 1,
                        "the fence \"\(line.trimmingSpaces)\" is not closed; it ends at a line of as many marks alone")
                }
                fences.append(
                    MarkdownFence(
                        opening: index, closing: closing, indentation: opening.indentation, info: opening.info,
                        content: lines[(index + 1)..<closing].map(opening.content)))
                index = closing + 1
            } else if line.trimmingSpaces.hasPrefix("<!--") {
                let closing = lines[index...].firstIndex { $0.contains("-->") } ?? lines.count - 1
                let text = lines[index...closing].joined(separator: "\n").trimmingSpaces
                comments.append(Comment(opening: index, text: Self.content(ofComment: text)))
                index = closing + 1
            } else {
                prose.append(index)
                index += 1
            }
        }
    }

    private static func content(ofComment text: String) -> String {
        let content = text.dropFirst(4)
        guard content.hasSuffix("-->") else { return String(content).trimmingSpaces }
        return String(content.dropLast(3)).trimmingSpaces
    }
}
