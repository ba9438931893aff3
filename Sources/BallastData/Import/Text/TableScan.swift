/// What is learned from text files about their table: the values of every column of names, and the classes.
struct TableScan: Sendable {
    enum ColumnKind {
        case dropped
        case label
        case number
        case nominal
    }

    let columnNames: [String]
    let labelColumn: Int
    private(set) var kinds: [ColumnKind?]
    private var categories: [NameTable]
    private var classes = NameTable()
    /// The columns whose values have something to tell.
    private var learned: [Int] = []
    private let firstSource: String
    private let options: TableOptions

    /// Begins with the names of the columns.
    ///
    /// - Parameters:
    ///   - source: the first file.
    ///   - options: how files are read.
    init(source: String, options: TableOptions) throws {
        self.options = options
        firstSource = source
        columnNames = try TableReader(path: source, options: options).columnNames
        labelColumn = try options.column(options.label, of: columnNames, file: source)
        kinds = Array(repeating: nil, count: columnNames.count)
        categories = Array(repeating: NameTable(), count: columnNames.count)
        kinds[labelColumn] = .label
        for reference in options.drop {
            let column = try options.column(reference, of: columnNames, file: source)
            guard column != labelColumn else {
                throw DataError(
                    .badRequest, file: source, "the label column '\(columnNames[column])' cannot be dropped")
            }
            kinds[column] = .dropped
        }
        for reference in options.nominal {
            let column = try options.column(reference, of: columnNames, file: source)
            if kinds[column] == nil { kinds[column] = .nominal }
        }
        learned = kinds.indices.filter { kinds[$0] == nil || kinds[$0] == .label || kinds[$0] == .nominal }
    }

    /// Opens a file of the table.
    ///
    /// - Throws: `.badData` if it has other columns than the first.
    func open(_ source: String) throws -> TableReader {
        let table = try TableReader(path: source, options: options)
        guard table.columnNames == columnNames else {
            throw DataError(file: source, "has other columns than \(firstSource)")
        }
        return table
    }

    /// What is known when all rows have been seen.
    ///
    /// - Throws: `.badRequest` if there is no feature or no row of the positive class, `.badData` if there are fewer than two
    ///   classes.
    func finished() throws -> TableScan {
        var scan = self
        // A column whose values are all missing can only hold the fill value.
        for column in kinds.indices where kinds[column] == nil { scan.kinds[column] = .number }
        guard scan.kinds.contains(where: { $0 == .number || $0 == .nominal }) else {
            throw DataError(.badRequest, file: firstSource, "no column is left as a feature")
        }
        try checkClasses()
        return scan
    }

    /// The values of a column of names, in order.
    func categories(of column: Int) -> [String] { Self.sorted(categories[column].names) }

    /// The class names as they stand in the files.
    var givenClassNames: [String] { classes.names }

    /// The class names in the order of their labels.
    var classNames: [String] {
        options.positive.map { ["rest", $0] } ?? Self.sorted(classes.names)
    }

    /// By value if all are numbers, otherwise as text.
    static func sorted(_ values: [String]) -> [String] {
        let numbers = values.map { (Double($0), $0) }
        guard numbers.allSatisfy({ $0.0?.isFinite ?? false }) else { return values.sorted() }
        return numbers.sorted { ($0.0 ?? 0, $0.1) < ($1.0 ?? 0, $1.1) }.map(\.1)
    }

    /// Learns from a block's rows.
    ///
    /// - Returns: the number of rows.
    /// - Throws: `.badData` naming line and column of the first row that does not fit.
    mutating func learn(from block: RecordBlock, of table: TableReader) throws -> Int {
        let (records, failure) = table.soundRecords(of: block)
        var faults = FirstFault()
        for column in learned {
            let fields = block.column(column, of: records, fieldCount: columnNames.count)
            if let fault = learn(fields, column: column) {
                let place = table.place(column: column, record: records.lowerBound + fault.row, of: block)
                faults.note(
                    DataError(file: table.path, place: place, fault.what, expected: fault.expected), row: fault.row,
                    field: column)
            }
        }
        if let fault = faults.first { throw fault }
        if let failure { throw failure }
        return records.count
    }

    private struct Fault {
        let row: Int
        let what: String
        var expected: String?
    }

    /// Learns from fields of a column, up to the first fault.
    private mutating func learn(_ fields: FieldColumn, column: Int) -> Fault? {
        if kinds[column] == .label { return learnClasses(fields) }
        var row = 0
        if kinds[column] == nil {
            // The first value that is there decides.
            while row < fields.count, NumberParser.isMissing(fields[row]) { row += 1 }
            guard row < fields.count else { return nil }
            kinds[column] = NumberParser.number(fields[row]) == nil ? .nominal : .number
        }
        guard kinds[column] == .nominal else {
            learned.removeAll { $0 == column }
            return nil
        }
        while true {
            row = categories[column].forEachRemembered(in: fields, from: row) { _, _ in }
            guard row < fields.count else { return nil }
            if !NumberParser.isMissing(fields[row]),
                categories[column].insert(fields[row]) >= TableOptions.maximumCategories
            {
                return Fault(
                    row: row, what: "the column has more than \(TableOptions.maximumCategories) different names",
                    expected: "numbers or a few names; drop columns of identifiers")
            }
            row += 1
        }
    }

    private mutating func learnClasses(_ fields: FieldColumn) -> Fault? {
        var row = 0
        while true {
            row = classes.forEachRemembered(in: fields, from: row) { _, _ in }
            guard row < fields.count else { return nil }
            let text = fields[row]
            guard text.count > 1 || text.first ?? UInt8(ascii: "?") != UInt8(ascii: "?") else {
                return Fault(row: row, what: "the label is missing")
            }
            if classes.insert(text) >= TableOptions.maximumCategories {
                return Fault(
                    row: row,
                    what: "the label column has more than \(TableOptions.maximumCategories) different values",
                    expected: "a column of classes")
            }
            row += 1
        }
    }

    private func checkClasses() throws {
        let found = Self.sorted(classes.names)
        let shown = found.prefix(20).map { "'\($0)'" }.joined(separator: ", ") + (found.count > 20 ? ", …" : "")
        let place = "column '\(columnNames[labelColumn])'"
        guard found.count >= 2 else {
            throw DataError(file: firstSource, place: place, "there must be two classes at least", got: shown)
        }
        if let positive = options.positive, !classes.names.contains(positive) {
            throw DataError(
                .badRequest, file: firstSource, place: place, "no row has the positive class '\(positive)'",
                expected: "one of \(shown)")
        }
    }
}
