internal import BallastCore

/// A report as one file of HTML that asks no network for anything: style, drawings and numbers are in it.
struct HTMLPage {
    let text: String

    /// - Parameters:
    ///   - report: what the page says.
    ///   - drawings: each figure as SVG, by its name.
    /// - Throws: ``ReportError`` if a drawing is missing or is none.
    init(_ report: Report, drawings: [String: String]) throws {
        let title = HTMLText.escaped(report.title)
        let links = report.sections.map { "<li><a href=\"#\($0.identifier)\">\(HTMLText.escaped($0.title))</a></li>" }
        let sections = try report.sections.map { try Self.section($0, drawings: drawings) }
        text = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:" />
            <meta name="generator" content="Ballast \(ballastVersion)" />
            <link rel="icon" href="data:," />
            <title>\(title)</title>
            <style>
            \(PageStyle.css)
            </style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p class="subtitle">\(HTMLText.escaped(report.subtitle))</p>
            <nav aria-label="Sections"><ul>
            \(links.joined(separator: "\n"))
            </ul></nav>
            </header>
            <main>
            \(sections.joined(separator: "\n"))
            </main>
            <footer>Made by Ballast \(ballastVersion) from the files of the run folders alone. The numbers of this page are in it
            as JSON, in the element <code>ballast-data</code>.</footer>
            <script type="application/json" id="ballast-data">\(HTMLText.scriptData(report.data))</script>
            </body>
            </html>

            """
    }

    private static func section(_ section: ReportSection, drawings: [String: String]) throws -> String {
        let blocks = try section.blocks.map { block in
            switch block {
            case .paragraph(let text): "<p>\(HTMLText.escaped(text))</p>"
            case .note(let text): "<p class=\"note\">\(HTMLText.escaped(text))</p>"
            case .code(let text): "<pre tabindex=\"0\"><code>\(HTMLText.escaped(text))</code></pre>"
            case .table(let table): HTMLTable(table).text
            case .figures(let figures):
                try "<div class=\"figures\">\n"
                    + figures.map { try figure($0, drawings: drawings) }.joined(separator: "\n") + "\n</div>"
            }
        }
        return """
            <section id="\(section.identifier)" aria-labelledby="\(section.identifier)-heading">
            <h2 id="\(section.identifier)-heading">\(HTMLText.escaped(section.title))</h2>
            \(blocks.joined(separator: "\n"))
            </section>
            """
    }

    private static func figure(_ figure: any Figure, drawings: [String: String]) throws -> String {
        guard let drawing = drawings[figure.name] else { throw ReportError.missingDrawing(figure.name) }
        return """
            <figure id="figure-\(figure.name)">
            \(try InlineSVG(drawing, of: figure).text)
            <figcaption><strong>\(HTMLText.escaped(figure.title)).</strong> \(HTMLText.escaped(figure.caption))</figcaption>
            </figure>
            """
    }
}
