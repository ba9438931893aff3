import ArgumentParser

/// `ballast notebook VERB`.
struct NotebookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notebook", abstract: "Run the cells of Markdown notebooks, or check their outputs.",
        discussion: """
            A cell is a fenced block in sh, in yaml with file=PATH (written there), or in swift (a program that imports \
            Ballast; with file=PATH only written). A block in output after a cell shows what it printed. Words after the \
            language: varying (shown, not compared), skip (not run), fails or fails=CODE (has to fail; errors are shown \
            too), file=PATH. Cells run in order in one new folder, with ballast on PATH and the notebook's folder in \
            NOTEBOOK.
            """,
        subcommands: [NotebookRun.self, NotebookCheck.self])
}
