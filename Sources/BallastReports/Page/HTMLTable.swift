/// A table whose headers are said to be headers, in a box of its own that scrolls if the table is wide.
struct HTMLTable {
    let text: String

    init(_ table: ReportTable) {
        func attributes(_ column: Int) -> String { table.textColumns.contains(column) ? " class=\"text\"" : "" }
        let head = table.header.enumerated().map { column, cell in
            "<th scope=\"col\"\(attributes(column))>\(HTMLText.escaped(cell))</th>"
        }
        let lines = table.rows.enumerated().map { number, row in
            let cells = row.enumerated().map { column, cell in
                let content = HTMLText.escaped(cell)
                let shown = table.emphasised.contains([number, column]) ? "<strong>\(content)</strong>" : content
                return column == 0
                    ? "<th scope=\"row\"\(attributes(column))>\(shown)</th>" : "<td\(attributes(column))>\(shown)</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        let caption = HTMLText.escaped(table.caption)
        text = """
            <div class="scroll" role="region" aria-label="\(caption)" tabindex="0">
            <table><caption>\(caption)</caption>
            <thead><tr>\(head.joined())</tr></thead>
            <tbody>
            \(lines.joined(separator: "\n"))
            </tbody></table>
            </div>
            """
    }
}
