import ArgumentParser
import Ballast

/// `ballast notebook run FILE.md`.
struct NotebookRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the cells of a notebook and rewrite their outputs and figures.",
        discussion: """
            The notebook is replaced once all cells have passed. A cell that fails is named by its line, and the \
            notebook stays as it was.
            """)

    @Argument(help: "Notebook (Markdown).") var file: String
    @Option(help: "Folder that the cells run in, new or empty; it is kept.") var scratch: String?
    @Flag(help: "Keep the temporary folder that the cells ran in.") var keep = false
    @Flag(help: "Say nothing but the result.") var quiet = false

    func run() throws {
        let notebook = try Notebook(path: file)
        let folder = try ScratchFolder(at: scratch, kept: keep)
        defer {
            folder.remove()
            if keep || scratch != nil { Console.error("the cells ran in \(folder.path)") }
        }
        let interruption = Interruption.ofCells()
        var runner = NotebookRunner(notebook: notebook, scratch: folder)
        runner.isInterrupted = { interruption.isRequested }
        if !quiet {
            runner.listener = { cell, seconds in
                let deed = cell.file.map { "written to \($0)" } ?? "run in \(seconds.fixed(2)) s"
                Console.error("\(file):\(cell.line): \(cell.language) cell \(deed)")
            }
        }
        let results = try runner.run()
        let figures = try notebook.copyFigures(from: folder)
        let lines = notebook.rewritten(results)
        if lines != notebook.lines { try notebook.write(lines) }
        let outputs = results.filter { $0.lines != nil && $0.lines != $0.cell.output?.content ?? [] }
        Console.line(summary(results.filter { $0.lines != nil }.count, outputs: outputs.count, figures: figures))
    }

    private func summary(_ cells: Int, outputs: Int, figures: [String]) -> String {
        var text = "\(file): \(cells) \(cells == 1 ? "cell" : "cells"), "
        text += outputs == 0 ? "outputs as before" : "\(outputs) \(outputs == 1 ? "output" : "outputs") rewritten"
        return text + (figures.isEmpty ? "" : ", " + figures.joined(separator: ", ") + " copied")
    }
}
