/// A table of texts and numbers.
struct ReportTable {
    /// What the table holds.
    let caption: String
    let header: [String]
    private(set) var rows: [[String]] = []
    /// Cells to be set in bold, by row and column.
    private(set) var emphasised: Set<[Int]> = []
    /// Columns of text; the others are numbers, which stand to the right. The first column heads its row.
    let textColumns: Set<Int>

    init(_ caption: String, header: [String], textColumns: Set<Int> = [0]) {
        self.caption = caption
        self.header = header
        self.textColumns = textColumns
    }

    mutating func append(_ row: [String]) { rows.append(row) }

    mutating func emphasise(row: Int, column: Int) { emphasised.insert([row, column]) }
}
