import Foundation

/// A Markdown file with cells that run and the output of each.
///
/// Fences in `sh`, `yaml` and `swift` are cells; a fence in `output` directly after one shows what it printed. All
/// else is prose.
struct Notebook {
    /// The file, as the user named it.
    let path: String
    /// The file's content.
    let text: String
    let lines: [String]
    let cells: [NotebookCell]
    let figures: [FigureLink]
    /// Whether `<!-- notebook: slow -->` says that running it takes more than a moment.
    let isSlow: Bool

    /// - Throws: `NotebookError` with file and line for what is not written as in a notebook; `CocoaError` for a
    ///   file that cannot be read.
    init(path: String) throws {
        try self.init(path: path, text: String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8))
    }

    init(path: String, text: String) throws {
        let lines = text.replacingOccurrences(of: "\r\n", with: "\n").textLines
        let blocks = try MarkdownBlocks(lines, path: path)
        self.path = path
        self.text = text
        self.lines = lines
        cells = try Self.cells(blocks.fences, of: lines, path: path)
        figures = blocks.prose.flatMap { FigureLink.links(in: lines[$0], index: $0) }
        isSlow = try Self.isSlow(blocks.comments, path: path)
    }

    /// The folder that the file stands in.
    var folder: String {
        URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path
    }

    private static func cells(_ fences: [MarkdownFence], of lines: [String], path: String) throws -> [NotebookCell] {
        var cells: [NotebookCell] = []
        var previous: MarkdownFence?
        for (position, fence) in fences.enumerated() {
            if fence.words.first == "output" {
                guard let cell = previous, cells.last?.line == cell.opening + 1,
                    isBlank(lines[(cell.closing + 1)..<fence.opening])
                else {
                    throw NotebookError(
                        .format, path: path, line: fence.opening + 1,
                        "an output block that follows no cell directly; output for reading alone is marked \"text\"")
                }
            } else {
                var output: MarkdownFence?
                if position + 1 < fences.count {
                    let next = fences[position + 1]
                    let isDirect = isBlank(lines[(fence.closing + 1)..<next.opening])
                    if next.words.first == "output", isDirect { output = next }
                }
                if let cell = try NotebookCell(fence, output: output, path: path) { cells.append(cell) }
            }
            previous = fence
        }
        return cells
    }

    private static func isBlank(_ lines: ArraySlice<String>) -> Bool {
        lines.allSatisfy { $0.trimmingSpaces.isEmpty }
    }

    private static func isSlow(_ comments: [MarkdownBlocks.Comment], path: String) throws -> Bool {
        var isSlow = false
        for comment in comments where comment.text.hasPrefix("notebook:") {
            let word = String(comment.text.dropFirst("notebook:".count)).trimmingSpaces
            guard word == "slow" else {
                throw NotebookError(
                    .format, path: path, line: comment.opening + 1,
                    "unknown mark of a notebook: got \"\(word)\"; allowed: slow")
            }
            isSlow = true
        }
        return isSlow
    }
}
