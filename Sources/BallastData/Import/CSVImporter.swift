public import BallastCore

/// Reads tables of delimited text as they are published: fraud, credit and most other tabular data.
///
/// One column holds the classes, which are numbered in numeric order if all are numbers, else alphabetically. Columns of
/// numbers become features as they are; columns whose first value is not a number hold names and become numbers by
/// `nominal_encoding`. Files compressed with gzip are read directly. Several sources are read one after the other.
public struct CSVImporter: DatasetImporter {
    public struct Config: ComponentConfig {
        @Setting("Column of classes: its name, or its number from 0 or, negative, from the end.")
        public var label = "-1"
        @Setting("Whether the first line holds the names of the columns.") public var header = true
        @Setting("Character between fields, or tab, or whitespace for runs of blanks.") public var delimiter = ","
        @Setting("Columns to leave out, by name or number.") public var drop: [String] = []
        @Setting("Columns that hold names even where they look like numbers.") public var nominal: [String] = []
        @Setting("How names become numbers.") public var nominalEncoding = NominalEncoding.oneHot
        @Setting("Number in place of a missing value; left out: a missing value is an error.") public var fill: Double?
        @Setting("Class of interest, against which all others become the class rest.") public var positive: String?
        @Setting("Files of the test split; left out: the dataset has one split, all.") public var test: [String] = []

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(
                Self.delimiter(delimiter) != nil, "delimiter", "must be one ASCII character, tab or whitespace")
        }

        static func delimiter(_ text: String) -> TextFormat.Delimiter? {
            switch text {
            case "whitespace": return .whitespace
            case "tab", "\\t": return .character(UInt8(ascii: "\t"))
            default:
                guard text.utf8.count == 1, let byte = text.utf8.first, byte < 128, !"\"\r\n".utf8.contains(byte) else {
                    return nil
                }
                return .character(byte)
            }
        }
    }

    public static let name = "csv"
    public static let summary = "Reads tables of delimited text."
    public static let sourceHelp = "FILE…"

    private let config: Config
    private var options = TableOptions()

    public init(config: Config) throws {
        self.config = config
        guard let delimiter = Config.delimiter(config.delimiter) else {
            throw ConfigError(key: "delimiter", "must be one ASCII character, tab or whitespace")
        }
        options.delimiter = delimiter
        options.hasHeader = config.header
        options.label = config.label
        options.drop = config.drop
        options.nominal = config.nominal
        options.nominalEncoding = config.nominalEncoding
        options.fill = config.fill
        options.positive = config.positive
    }

    public func run(_ request: ImportRequest, into writer: DatasetWriter) throws {
        let table = TableImport(
            options: options, sources: request.sources, testSources: config.test,
            name: request.name ?? baseName(request.sources[0]), format: Self.name)
        try table.run(into: writer, report: request.report)
    }
}

extension NominalEncoding: ConfigEnum {}
