/// What a first pass over text files learns about their table: the values of every column of names, and the classes.
struct TableScan {
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
    private(set) var rowCounts: [Int] = []
    /// The columns whose values have something to tell.
    private var learned: [Int] = []
    private let options: TableOptions

    /// - Parameters:
    ///   - sources: the files, one at least.
    ///   - options: how they are read.
    ///   - threads: how many threads read; what is learned does not depend on it.
    ///   - progress: called now and then with the number of rows read so far.
    init(sources: [String], options: TableOptions, threads: Int, progress: (Int) -> Void) throws {
        precondition(!sources.isEmpty, "a scan needs a file")
        self.options = options
        var reader = try TableReader(path: sources[0], options: options)
        columnNames = reader.columnNames
        labelColumn = try options.column(options.label, of: columnNames, file: sources[0])
        kinds = Array(repeating: nil, count: columnNames.count)
        categories = Array(repeating: NameTable(), count: columnNames.count)
        kinds[labelColumn] = .label
        for reference in options.drop {
            let column = try options.column(reference, of: columnNames, file: sources[0])
            guard column != labelColumn else {
                throw DataError(
                    .badRequest, file: sources[0], "the label column '\(columnNames[column])' cannot be dropped")
            }
            kinds[column] = .dropped
        }
        for reference in options.nominal {
            let column = try options.column(reference, of: columnNames, file: sources[0])
            if kinds[column] == nil { kinds[column] = .nominal }
        }
        learned = kinds.indices.filter { kinds[$0] == nil || kinds[$0] == .label || kinds[$0] == .nominal }
        for (number, source) in sources.enumerated() {
            if number > 0 { reader = try TableReader(path: source, options: options) }
            guard reader.columnNames == columnNames else {
                throw DataError(file: source, "has other columns than \(sources[0])")
            }
            let before = rowCounts.reduce(0, +)
            rowCounts.append(try scan(reader, threads: threads) { progress(before + $0) })
        }
        // A column whose values are all missing can only hold the fill value.
        for column in kinds.indices where kinds[column] == nil { kinds[column] = .number }
        guard kinds.contains(where: { $0 == .number || $0 == .nominal }) else {
            throw DataError(.badRequest, file: sources[0], "no column is left as a feature")
        }
        try checkClasses(file: sources[0])
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

    private mutating func scan(_ table: TableReader, threads: Int, progress: (Int) -> Void) throws -> Int {
        var rows = 0
        try table.forEachBlock(threads: threads) { _ in
        } _: { block, _ in
            let (records, failure) = table.soundRecords(of: block)
            for record in records {
                // In the order of the columns, so that the first fault of a row is the one that is reported.
                for column in learned { try learn(from: block, record: record, column: column, of: table) }
            }
            if let failure { throw failure }
            rows += records.count
            progress(rows)
        }
        guard rows > 0 else { throw DataError(file: table.path, "holds no rows") }
        return rows
    }

    private mutating func learn(
        from block: RecordBlock, record: Int, column: Int, of table: TableReader
    ) throws {
        let text = block.field(column, of: record)
        switch kinds[column] {
        case .dropped?, .number?: return
        case .label?:
            guard text.count > 1 || text.first ?? UInt8(ascii: "?") != UInt8(ascii: "?") else {
                throw DataError(
                    file: table.path, place: table.place(column: column, record: record, of: block),
                    "the label is missing")
            }
            guard classes.insert(text) >= TableOptions.maximumCategories else { return }
            throw DataError(
                file: table.path, place: table.place(column: column, record: record, of: block),
                "the label column has more than \(TableOptions.maximumCategories) different values",
                expected: "a column of classes")
        case nil:
            // The first value that is there decides.
            if NumberParser.isMissing(text) { return }
            guard NumberParser.number(text) == nil else {
                kinds[column] = .number
                learned.removeAll { $0 == column }
                return
            }
            kinds[column] = .nominal
            fallthrough
        case .nominal?:
            if NumberParser.isMissing(text) { return }
            guard categories[column].insert(text) >= TableOptions.maximumCategories else { return }
            throw DataError(
                file: table.path, place: table.place(column: column, record: record, of: block),
                "the column has more than \(TableOptions.maximumCategories) different names",
                expected: "numbers or a few names; drop columns of identifiers")
        }
    }

    private func checkClasses(file: String) throws {
        let found = Self.sorted(classes.names)
        let shown = found.prefix(20).map { "'\($0)'" }.joined(separator: ", ") + (found.count > 20 ? ", …" : "")
        let place = "column '\(columnNames[labelColumn])'"
        guard found.count >= 2 else {
            throw DataError(file: file, place: place, "there must be two classes at least", got: shown)
        }
        if let positive = options.positive, !classes.names.contains(positive) {
            throw DataError(
                .badRequest, file: file, place: place, "no row has the positive class '\(positive)'",
                expected: "one of \(shown)")
        }
    }
}
