/// A part of a report, free of any format.
struct ReportSection {
    /// What a section consists of. Texts are plain: whoever writes a format escapes them.
    enum Block {
        case paragraph(String)
        /// Something that the reader has to know before trusting what is beside it.
        case note(String)
        case table(ReportTable)
        /// Figures that may stand beside each other.
        case figures([any Figure])
        /// Commands or a file, as they are.
        case code(String)
    }

    /// Names the section in links: lower-case letters and hyphens.
    let identifier: String
    let title: String
    private(set) var blocks: [Block] = []

    init(_ identifier: String, _ title: String) {
        self.identifier = identifier
        self.title = title
    }

    mutating func append(_ block: Block) {
        if case .figures(let figures) = block, figures.isEmpty { return }
        if case .table(let table) = block, table.rows.isEmpty { return }
        blocks.append(block)
    }

    var figures: [any Figure] {
        blocks.flatMap { block -> [any Figure] in if case .figures(let figures) = block { figures } else { [] } }
    }
}
