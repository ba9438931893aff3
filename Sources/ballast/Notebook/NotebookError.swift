/// What is wrong with a notebook, and where.
struct NotebookError: Error, CustomStringConvertible {
    enum Kind {
        /// The file is not written as a notebook is.
        case format
        /// A cell did not end as it should.
        case cell
        /// The outputs in the file are not those of its cells.
        case difference
        /// The user interrupted a cell.
        case interrupted
    }

    let kind: Kind
    let description: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        description = message
    }

    /// - Parameter line: counted from 1.
    init(_ kind: Kind, path: String, line: Int, _ message: String) {
        self.init(kind, "\(path):\(line): \(message)")
    }
}
