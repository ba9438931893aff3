import Foundation

/// What came of a cell.
struct CellResult {
    let cell: NotebookCell
    /// The lines to show; nil: the cell was skipped.
    let lines: [String]?
}

/// Runs the cells of a notebook one after another in one folder.
///
/// Every `sh` cell is a Bash of its own, every `swift` cell a program of its own: files pass from one to the next,
/// variables and declarations do not. What is shown of a cell is its standard output; of one that has to fail, standard
/// error as well, in the order of writing.
struct NotebookRunner {
    let notebook: Notebook
    let scratch: ScratchFolder
    var isInterrupted: () -> Bool = { false }
    /// Told every cell that has passed, and how long it took.
    var listener: (_ cell: NotebookCell, _ seconds: Double) -> Void = { _, _ in }

    /// - Throws: `NotebookError` at the first cell that does not end as it should.
    func run() throws -> [CellResult] {
        let environment = scratch.environment(of: notebook)
        return try notebook.cells.map { cell in
            if cell.isSkipped { return CellResult(cell: cell, lines: nil) }
            let start = ContinuousClock.now
            let lines = try result(of: cell, environment: environment)
            listener(cell, (ContinuousClock.now - start) / .seconds(1))
            return CellResult(cell: cell, lines: lines)
        }
    }

    private func result(of cell: NotebookCell, environment: [String: String]) throws -> [String] {
        if let file = cell.file {
            try scratch.write(cell.source, to: file)
            return []
        }
        let output = scratch.workshopFile("cell-\(cell.line).stdout")
        let errors = cell.expectation == .success ? scratch.workshopFile("cell-\(cell.line).stderr") : nil
        let process = try ChildProcess(
            try launch(cell, environment: environment), output: output, errors: errors)
        guard let status = process.wait(isInterrupted: isInterrupted) else {
            throw NotebookError(
                .interrupted, path: notebook.path, line: cell.line, "interrupted; the notebook is as it was")
        }
        guard cell.expectation.isMet(by: status) else {
            throw failure(cell, status, printed: try ([output] + (errors.map { [$0] } ?? [])).flatMap(Self.lines))
        }
        return try Self.lines(output)
    }

    private func launch(_ cell: NotebookCell, environment: [String: String]) throws -> ChildLaunch {
        switch cell.language {
        case .sh, .yaml:
            return ChildLaunch(
                executable: "bash", arguments: ["-euo", "pipefail", "-c", cell.source, "cell"],
                environment: environment, directory: scratch.path)
        case .swift:
            let program = SwiftCell(
                text: cell.source, file: notebook.path, line: cell.line + 1,
                folder: scratch.workshopFile("cell-\(cell.line)"))
            do {
                return try program.launch(in: scratch.path, environment: environment)
            } catch let error as NotebookError {
                throw NotebookError(
                    error.kind, path: notebook.path, line: cell.line, "the swift cell does not start: \(error)")
            }
        }
    }

    private func failure(_ cell: NotebookCell, _ status: ChildStatus, printed: [String]) -> NotebookError {
        let tail = printed.suffix(20).map { "\n    " + $0 }.joined()
        let ending = tail.isEmpty ? "; it printed nothing" : "; its output ends:" + tail
        return NotebookError(
            .cell, path: notebook.path, line: cell.line,
            "the \(cell.language) cell \(cell.expectation.complaint(of: status))\(ending)")
    }

    private static func lines(_ path: String) throws -> [String] {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self).textLines
    }
}

extension NotebookCell.Expectation {
    func isMet(by status: ChildStatus) -> Bool {
        switch self {
        case .success: status.code == 0
        case .failure(nil): status.code != 0
        case .failure(let code?): status.code == code
        }
    }

    fileprivate func complaint(of status: ChildStatus) -> String {
        switch self {
        case .success: "failed with \(status)"
        case .failure(nil): "is marked \"fails\", but ended with \(status)"
        case .failure(let code?): "is marked \"fails=\(code)\", but ended with \(status)"
        }
    }
}
