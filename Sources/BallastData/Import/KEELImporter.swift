public import BallastCore

/// Reads tables of the KEEL repository: values between commas, the class last, with or without the `@` lines that declare
/// relation and attributes.
///
/// Source: Alcalá-Fdez et al., "KEEL data-mining software tool: data set repository, integration of algorithms and
/// experimental analysis framework", Journal of Multiple-Valued Logic and Soft Computing 17, 2011.
public struct KEELImporter: DatasetImporter {
    public struct Config: ComponentConfig {
        @Setting("Class of interest, against which all others become the class rest.") public var positive: String?
        @Setting("How names become numbers.") public var nominalEncoding = NominalEncoding.oneHot
        @Setting("Number in place of a missing value; left out: a missing value is an error.") public var fill: Double?

        public init() {}
    }

    public static let name = "keel"
    public static let summary = "Reads tables of the KEEL repository, the class in the last column."
    public static let paper: String? =
        "Alcalá-Fdez et al., Journal of Multiple-Valued Logic and Soft Computing 17, 2011"
    public static let sourceHelp = "FILE…"

    private var options = TableOptions()

    public init(config: Config) {
        options.hasHeader = false
        options.commentMarks = [UInt8(ascii: "@"), UInt8(ascii: "%")]
        options.nominalEncoding = config.nominalEncoding
        options.fill = config.fill
        options.positive = config.positive
    }

    public func run(_ request: ImportRequest, into writer: DatasetWriter) throws {
        var options = options
        let header = try KEELHeader(path: request.sources[0])
        if !header.attributes.isEmpty {
            options.columnNames = header.attributes.map(\.name)
            options.nominal = header.attributes.dropLast().filter(\.isNominal).map(\.name)
        }
        let table = TableImport(
            options: options, sources: request.sources, testSources: [],
            name: request.name ?? header.relation ?? baseName(request.sources[0]), format: Self.name)
        try table.run(into: writer, report: request.report)
    }
}

/// The declarations at the start of a KEEL file; empty if it has none.
struct KEELHeader {
    struct Attribute: Equatable {
        let name: String
        /// Whether the values are listed in braces.
        let isNominal: Bool
    }

    private(set) var relation: String?
    private(set) var attributes: [Attribute] = []

    init(path: String) throws {
        let source = try ByteSource(path: path)
        var number = 0
        while let line = try Self.line(source) {
            number += 1
            let text = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
            if text.isEmpty || text.hasPrefix("%") { continue }
            guard text.hasPrefix("@") else { return }
            let words = text.split(maxSplits: 1) { $0 == " " || $0 == "\t" || $0 == "\r" }
            let rest = words.count > 1 ? words[1] : ""
            switch words[0].lowercased() {
            case "@relation": relation = Self.name(rest).0
            case "@attribute":
                let (name, type) = Self.name(rest)
                guard !name.isEmpty else {
                    throw DataError(file: path, place: "line \(number)", "an attribute has no name")
                }
                attributes.append(Attribute(name: name, isNominal: type.contains("{")))
            case "@data": return
            default: continue
            }
        }
    }

    /// A name, maybe in quotes, and what follows it.
    private static func name(_ text: Substring) -> (String, Substring) {
        let text = text.drop { $0 == " " || $0 == "\t" }
        if let quote = text.first, quote == "'" || quote == "\"" {
            let inside = text.dropFirst()
            let end = inside.firstIndex(of: quote) ?? inside.endIndex
            return (String(inside[..<end]), inside[end...])
        }
        let end = text.firstIndex { " \t\r{".contains($0) } ?? text.endIndex
        return (String(text[..<end]), text[end...])
    }

    private static func line(_ source: ByteSource) throws -> Substring? {
        var bytes: [UInt8] = []
        while let byte = try source.next() {
            if byte == UInt8(ascii: "\n") { return Substring(String(decoding: bytes, as: UTF8.self)) }
            bytes.append(byte)
        }
        return bytes.isEmpty ? nil : Substring(String(decoding: bytes, as: UTF8.self))
    }
}
