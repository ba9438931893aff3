import Foundation

extension Notebook {
    /// The lines of the notebook with the output blocks that its cells made.
    ///
    /// A block stays where it is; where a cell prints and has none, one is put after a blank line; where a cell prints
    /// nothing, its block and the blank lines before it go.
    func rewritten(_ results: [CellResult]) -> [String] {
        var lines = lines
        for result in results.reversed() {
            guard let printed = result.lines else { continue }
            let cell = result.cell
            let block = printed.isEmpty ? [] : Self.outputBlock(printed, indentation: cell.fence.indentation)
            switch (cell.output, block.isEmpty) {
            case (let output?, false): lines.replaceSubrange(output.opening...output.closing, with: block)
            case (let output?, true): lines.removeSubrange((cell.fence.closing + 1)...output.closing)
            case (nil, false): lines.insert(contentsOf: [""] + block, at: cell.fence.closing + 1)
            case (nil, true): break
            }
        }
        return lines
    }

    /// Output between fences that are longer than any row of backticks in it.
    private static func outputBlock(_ printed: [String], indentation: Int) -> [String] {
        let longest = printed.map(\.longestRunOfBackticks).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let margin = String(repeating: " ", count: indentation)
        return ([fence + "output"] + printed + [fence]).map { $0.isEmpty ? $0 : margin + $0 }
    }

    /// Replaces the file's content in one step.
    ///
    /// - Throws: `NotebookError` if the file is no longer what was read.
    func write(_ lines: [String]) throws {
        // A link stays one: what it leads to is replaced.
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard try String(contentsOf: url, encoding: .utf8) == text else {
            throw NotebookError(.cell, "\(path): was edited while its cells ran and is left as it is; run it again")
        }
        let permissions = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions]
        let ending = text.contains("\r\n") ? "\r\n" : "\n"
        try Data(lines.map { $0 + ending }.joined().utf8).write(to: url, options: .atomic)
        if let permissions {
            try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: url.path)
        }
    }

    /// Copies the linked figures that the cells made to their places beside the notebook.
    ///
    /// - Returns: the paths of those that were new or changed.
    func copyFigures(from scratch: ScratchFolder) throws -> [String] {
        var copied: [String] = []
        for figure in figures where !copied.contains(figure.path) {
            guard let source = figure.made(in: scratch) else { continue }
            let content = try Data(contentsOf: source)
            let place = figure.place(self)
            if let present = try? Data(contentsOf: place), present == content { continue }
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try content.write(to: place, options: .atomic)
            copied.append(figure.path)
        }
        return copied
    }
}

extension String {
    fileprivate var longestRunOfBackticks: Int {
        split { $0 != "`" }.map(\.count).max() ?? 0
    }
}
