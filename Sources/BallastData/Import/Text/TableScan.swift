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
    private var categories: [Set<String>]
    private(set) var classes: Set<String> = []
    private(set) var rowCounts: [Int] = []
    private let options: TableOptions

    /// - Parameter progress: called now and then with the number of rows read so far.
    init(sources: [String], options: TableOptions, progress: (Int) -> Void) throws {
        precondition(!sources.isEmpty, "a scan needs a file")
        self.options = options
        var reader = try TableReader(path: sources[0], options: options)
        columnNames = reader.columnNames
        labelColumn = try options.column(options.label, of: columnNames, file: sources[0])
        kinds = Array(repeating: nil, count: columnNames.count)
        categories = Array(repeating: [], count: columnNames.count)
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
        for (number, source) in sources.enumerated() {
            if number > 0 { reader = try TableReader(path: source, options: options) }
            guard reader.columnNames == columnNames else {
                throw DataError(file: source, "has other columns than \(sources[0])")
            }
            rowCounts.append(try scan(&reader, rowsBefore: rowCounts.reduce(0, +), progress: progress))
        }
        // A column whose values are all missing can only hold the fill value.
        for column in kinds.indices where kinds[column] == nil { kinds[column] = .number }
        guard kinds.contains(where: { $0 == .number || $0 == .nominal }) else {
            throw DataError(.badRequest, file: sources[0], "no column is left as a feature")
        }
        try checkClasses(file: sources[0])
    }

    /// The values of a column of names, in order.
    func categories(of column: Int) -> [String] { Self.sorted(categories[column]) }

    /// The class names in the order of their labels.
    var classNames: [String] {
        options.positive.map { ["rest", $0] } ?? Self.sorted(classes)
    }

    /// By value if all are numbers, otherwise as text.
    static func sorted(_ values: Set<String>) -> [String] {
        let numbers = values.map { (Double($0), $0) }
        guard numbers.allSatisfy({ $0.0?.isFinite ?? false }) else { return values.sorted() }
        return numbers.sorted { ($0.0 ?? 0, $0.1) < ($1.0 ?? 0, $1.1) }.map(\.1)
    }

    private mutating func scan(_ table: inout TableReader, rowsBefore: Int, progress: (Int) -> Void) throws -> Int {
        var rows = 0
        while try table.advance() {
            for column in columnNames.indices {
                switch kinds[column] {
                case .dropped?, .number?: continue
                case .label?: try addClass(table)
                case .nominal?: try addCategory(table, column: column)
                case nil:
                    let kind = table.reader.withField(column) { text -> ColumnKind? in
                        if NumberParser.isMissing(text) { return nil }
                        return NumberParser.number(text) == nil ? .nominal : .number
                    }
                    kinds[column] = kind
                    if kind == .nominal { try addCategory(table, column: column) }
                }
            }
            rows += 1
            if rows % 100_000 == 0 { progress(rowsBefore + rows) }
        }
        guard rows > 0 else { throw DataError(file: table.path, "holds no rows") }
        return rows
    }

    private mutating func addClass(_ table: TableReader) throws {
        let name = table.reader.field(labelColumn)
        guard !name.isEmpty, name != "?" else {
            throw DataError(file: table.path, place: table.place(column: labelColumn), "the label is missing")
        }
        guard classes.insert(name).inserted, classes.count > TableOptions.maximumCategories else { return }
        throw DataError(
            file: table.path, place: table.place(column: labelColumn),
            "the label column has more than \(TableOptions.maximumCategories) different values",
            expected: "a column of classes")
    }

    private mutating func addCategory(_ table: TableReader, column: Int) throws {
        let isMissing = table.reader.withField(column) { NumberParser.isMissing($0) }
        if isMissing { return }
        guard categories[column].insert(table.reader.field(column)).inserted,
            categories[column].count > TableOptions.maximumCategories
        else { return }
        throw DataError(
            file: table.path, place: table.place(column: column),
            "the column has more than \(TableOptions.maximumCategories) different names",
            expected: "numbers or a few names; drop columns of identifiers")
    }

    private func checkClasses(file: String) throws {
        let found = Self.sorted(classes)
        let shown = found.prefix(20).map { "'\($0)'" }.joined(separator: ", ") + (found.count > 20 ? ", …" : "")
        let place = "column '\(columnNames[labelColumn])'"
        guard found.count >= 2 else {
            throw DataError(file: file, place: place, "there must be two classes at least", got: shown)
        }
        if let positive = options.positive, !classes.contains(positive) {
            throw DataError(
                .badRequest, file: file, place: place, "no row has the positive class '\(positive)'",
                expected: "one of \(shown)")
        }
    }
}
