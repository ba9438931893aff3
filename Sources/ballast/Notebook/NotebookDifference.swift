import Foundation

/// A place where a notebook is not what its cells make of it.
struct NotebookDifference: Encodable {
    /// Where it is, counted from 1.
    let line: Int
    let message: String
    /// What stands in the notebook and was not printed, and what was printed and does not stand there, in order.
    let changes: [LineChange]

    func text(path: String) -> String {
        let shown = changes.prefix(40).map { "\n" + $0.text }.joined()
        let rest = changes.count > 40 ? "\n    … and \(changes.count - 40) lines more" : ""
        return "\(path):\(line): \(message)\(shown)\(rest)"
    }
}

extension Notebook {
    /// Compares the output blocks with what the cells printed, and looks for the figures.
    ///
    /// Cells that vary or are skipped are not compared. Of a figure only its existence is looked at, since what draws it
    /// may write the time into it.
    func differences(_ results: [CellResult], scratch: ScratchFolder) -> [NotebookDifference] {
        let outputs = results.compactMap { result -> NotebookDifference? in
            let (cell, output) = (result.cell, result.cell.output)
            guard let printed = result.lines, !cell.isVarying, printed != output?.content ?? [] else { return nil }
            let line = (output?.opening ?? cell.fence.opening) + 1
            let changes = LineChange.changes(from: output?.content ?? [], to: printed, firstLine: line + 1)
            let message =
                output == nil
                ? "the \(cell.language) cell prints and has no output block:"
                : "the output of the \(cell.language) cell at line \(cell.line) differs; expected -, got +:"
            return NotebookDifference(line: line, message: message, changes: changes)
        }
        let missing = figures.filter { !FileManager.default.fileExists(atPath: $0.place(self).path) }
        let figures = missing.map { figure in
            let reason =
                figure.made(in: scratch) == nil ? "no cell makes it either" : "ballast notebook run copies it there"
            return NotebookDifference(
                line: figure.line, message: "the figure \(figure.path) is not beside the notebook; \(reason)",
                changes: [])
        }
        return (outputs + figures).sorted { $0.line < $1.line }
    }
}
