/// A fenced block of a notebook that is run, or written to a file.
struct NotebookCell {
    enum Language: String, CaseIterable {
        /// Commands, which Bash runs.
        case sh
        /// A file to write.
        case yaml
        /// A program that imports Ballast; with `file=`, a file to write.
        case swift
    }

    /// How the cell has to end.
    enum Expectation: Equatable {
        case success
        /// With this exit status, or with any but 0.
        case failure(status: Int32?)
    }

    let language: Language
    let fence: MarkdownFence
    /// Where the content is written, in the scratch folder; nil: it is run.
    let file: String?
    let expectation: Expectation
    /// The output changes from run to run (times): it is shown and not compared.
    let isVarying: Bool
    /// The cell is neither run nor written.
    let isSkipped: Bool
    /// The block after the cell that shows what it printed.
    let output: MarkdownFence?

    /// Where the cell begins, counted from 1.
    var line: Int { fence.opening + 1 }

    /// What is run or written.
    var source: String { fence.content.map { $0 + "\n" }.joined() }
}
