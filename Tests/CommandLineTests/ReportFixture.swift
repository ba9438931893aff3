import Foundation
import FoundationXML
import Testing
import TestSupport

/// Whether figures can be drawn here.
let hasGnuplot = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }

/// A page as a reader finds it, read by a strict parser.
final class ReportPage: NSObject, XMLParserDelegate {
    struct Table {
        var caption = ""
        var header: [String] = []
        var rows: [[String]] = []
    }

    let text: String
    private(set) var tables: [Table] = []
    private(set) var figures: [String] = []
    private(set) var headings: [String] = []
    private(set) var notes: [String] = []
    private(set) var code: [String] = []
    /// The texts in drawings.
    private(set) var drawn: [String] = []
    /// The number of elements of each name.
    private(set) var elements: [String: Int] = [:]
    private(set) var identifiers: [String] = []
    /// The content of the script with the numbers.
    private(set) var data = ""
    /// Headers of tables that do not say what they head, and drawings without a name for those who do not see them.
    private(set) var faults: [String] = []

    private var path: [String] = []
    private var content = ""
    private var isNote = false
    private var described: (drawings: Int, titles: Int) = (0, 0)

    init(_ path: String) throws {
        text = try String(contentsOfFile: path, encoding: .utf8)
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        if !parser.parse() { faults.append("line \(parser.lineNumber): \(String(describing: parser.parserError))") }
        if described.drawings != described.titles { faults.append("a drawing without a title") }
    }

    func table(_ caption: String) throws -> Table {
        try #require(tables.first { $0.caption.hasPrefix(caption) }, "no table \(caption)")
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        path.append(name)
        content = ""
        elements[name, default: 0] += 1
        if let identifier = attributes["id"] { identifiers.append(identifier) }
        switch name {
        case "table": tables.append(Table())
        case "tr" where path.contains("tbody"): tables[tables.count - 1].rows.append([])
        case "th" where attributes["scope"] == nil: faults.append("a header without scope")
        case "figure": figures.append(attributes["id"] ?? "")
        case "svg":
            described.drawings += 1
            if attributes["role"] != "img" || attributes["aria-labelledby"] == nil {
                faults.append("a drawing without name")
            }
        case "p": isNote = attributes["class"] == "note"
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { content += string }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        defer { path.removeLast() }
        switch name {
        case "caption": tables[tables.count - 1].caption = content
        case "th" where path.contains("thead"): tables[tables.count - 1].header.append(content)
        case "th", "td":
            let (table, row) = (tables.count - 1, tables[tables.count - 1].rows.count - 1)
            tables[table].rows[row].append(content)
        case "h1", "h2": headings.append(content)
        case "p" where isNote: notes.append(content)
        case "code" where path.contains("pre"): code.append(content)
        case "script": data = content
        case "title" where path.contains("svg"): described.titles += 1
        case "text": drawn.append(content)
        default: break
        }
        // `<strong>` inside a cell leaves the cell's content as it is.
        if name != "strong" { content = "" }
    }
}
