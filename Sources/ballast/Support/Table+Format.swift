import Foundation

/// How a table is written.
enum TableFormat: String, CaseIterable {
    case text
    case markdown
    case latex
}

extension Table {
    func text(_ format: TableFormat) -> String {
        switch format {
        case .text: text
        case .markdown: markdown
        case .latex: latex
        }
    }

    private var markdown: String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        let rule = header.indices.map { $0 == 0 ? "---" : "---:" }
        return ([line(header), line(rule)] + rows.map(line)).joined(separator: "\n")
    }

    /// A `tabular` that needs no package.
    private var latex: String {
        func line(_ cells: [String]) -> String { cells.map(Self.latexEscaped).joined(separator: " & ") + " \\\\" }
        let columns = "l" + String(repeating: "r", count: header.count - 1)
        return
            (["\\begin{tabular}{\(columns)}", "\\hline", line(header), "\\hline"] + rows.map(line)
            + ["\\hline", "\\end{tabular}"]).joined(separator: "\n")
    }

    private static func latexEscaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "_", "&", "%", "#", "$", "{", "}": "\\\(character)"
            case "\\": "\\textbackslash{}"
            case "~": "\\textasciitilde{}"
            case "^": "\\textasciicircum{}"
            case "±": "$\\pm$"
            case "<": "$<$"
            default: String(character)
            }
        }.joined()
    }
}
