/// A drawing of gnuplot as part of a page: without what makes it a file, with names of its own, a title and a
/// description for readers who do not see it.
struct InlineSVG {
    let text: String

    /// - Parameters:
    ///   - file: what gnuplot's `svg` terminal wrote.
    ///   - figure: what is drawn.
    /// - Throws: ``ReportError/notSVG(_:)`` if the file is something else.
    init(_ file: String, of figure: any Figure) throws {
        guard let start = file.range(of: "<svg"), let head = file[start.upperBound...].firstIndex(of: ">"),
            let end = file.range(of: "</svg>", options: .backwards)
        else { throw ReportError.notSVG(figure.name) }
        var lines: [String] = []
        var isInFilter = false
        for line in file[file.index(after: head)..<end.lowerBound].split(separator: "\n") {
            // Texts of the figure stand on lines of their own, as they are.
            if line.contains("<text>") {
                lines.append(String(line))
                continue
            }
            if line.contains("<filter ") { isInFilter = true }
            if !isInFilter, let kept = Self.kept(line, prefix: figure.name) { lines.append(kept) }
            if line.contains("</filter>") { isInFilter = false }
        }
        let (width, height) = (figure.size.width, figure.size.height)
        let names = "\(figure.name)-title \(figure.name)-description"
        text = """
            <svg viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="\(names)">
            <title id="\(figure.name)-title">\(HTMLText.escaped(figure.title))</title>
            <desc id="\(figure.name)-description">\(HTMLText.escaped(figure.caption))</desc>
            \(lines.joined(separator: "\n"))
            </svg>
            """
    }

    /// A line with its identifiers prefixed, as those of all drawings are the same; nil if nothing is left of it.
    private static func kept(_ line: Substring, prefix: String) -> String? {
        var line = String(line)
        for (open, close) in [("<title>", "</title>"), ("<desc>", "</desc>")] {
            if let start = line.range(of: open), let end = line.range(of: close) {
                line.removeSubrange(start.lowerBound..<end.upperBound)
            }
        }
        for (before, after) in [
            ("id='gp", "id='\(prefix)-gp"), ("xlink:href='#gp", "href='#\(prefix)-gp"),
            ("xlink:href='data:", "href='data:"),
            ("id=\"gnuplot", "id=\"\(prefix)-gnuplot"),
        ] { line = line.replacing(before, with: after) }
        return line.allSatisfy(\.isWhitespace) ? nil : line
    }
}
