/// Turns rows of a text table into feature values and labels, by what a scan has learned.
struct TableEncoder {
    /// The names of the feature columns it makes.
    let featureNames: [String]
    private let columns: [Column]
    private let labelColumn: Int
    private let labels: [String: Int32]
    /// The label of classes that are not named, in a task of one class against the rest.
    private let restLabel: Int32?
    private let fill: Double?

    private struct Column {
        let field: Int
        let width: Int
        /// Nil for a column of numbers.
        let categories: [String: Int]?
    }

    init(scan: TableScan, options: TableOptions) {
        var names: [String] = []
        var columns: [Column] = []
        for (field, name) in scan.columnNames.enumerated() {
            switch scan.kinds[field] {
            case .number?:
                names.append(name)
                columns.append(Column(field: field, width: 1, categories: nil))
            case .nominal?:
                let values = scan.categories(of: field)
                let numbers = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
                let isOneHot = options.nominalEncoding == .oneHot
                names += isOneHot ? values.map { "\(name)=\($0)" } : [name]
                columns.append(Column(field: field, width: isOneHot ? values.count : 1, categories: numbers))
            case .dropped?, .label?, nil: break
            }
        }
        featureNames = names
        self.columns = columns
        labelColumn = scan.labelColumn
        fill = options.fill
        if let positive = options.positive {
            labels = [positive: 1]
            restLabel = 0
        } else {
            labels = Dictionary(uniqueKeysWithValues: scan.classNames.enumerated().map { ($1, Int32($0)) })
            restLabel = nil
        }
        isOneHot = options.nominalEncoding == .oneHot
    }

    private let isOneHot: Bool

    /// Appends the features of the reader's current row and returns its label.
    ///
    /// - Throws: `.badData` naming line and column of a text that is no number or of a missing value.
    func encode(_ table: TableReader, into features: inout [Float]) throws -> Int32 {
        for column in columns {
            if let categories = column.categories {
                try encodeName(table, column: column, categories: categories, into: &features)
            } else {
                features.append(try number(table, column: column.field))
            }
        }
        let name = table.reader.field(labelColumn)
        guard let label = labels[name] ?? restLabel else {
            throw changed(table, column: labelColumn)
        }
        return label
    }

    private func number(_ table: TableReader, column: Int) throws -> Float {
        if let value = table.reader.withField(column, { NumberParser.number($0) }) {
            let narrow = Float(value)
            guard narrow.isFinite else {
                throw DataError(
                    file: table.path, place: table.place(column: column), "the number is too large for 32 bits",
                    got: table.reader.field(column))
            }
            return narrow
        }
        if table.reader.withField(column, { NumberParser.isMissing($0) }) { return Float(try filled(table, column)) }
        throw DataError(
            file: table.path, place: table.place(column: column), "is not a number",
            expected: "a number, or that the column be declared nominal or dropped",
            got: "'\(table.reader.field(column))'")
    }

    private func encodeName(
        _ table: TableReader, column: Column, categories: [String: Int], into features: inout [Float]
    ) throws {
        let start = features.count
        let isMissing = table.reader.withField(column.field) { NumberParser.isMissing($0) }
        if isMissing {
            let value = Float(try filled(table, column.field))
            // A row that has no value is in none of the columns of a one-hot group.
            features += [Float](repeating: isOneHot ? 0 : value, count: column.width)
            return
        }
        guard let category = categories[table.reader.field(column.field)] else {
            throw changed(table, column: column.field)
        }
        if isOneHot {
            features += [Float](repeating: 0, count: column.width)
            features[start + category] = 1
        } else {
            features.append(Float(category))
        }
    }

    private func filled(_ table: TableReader, _ column: Int) throws -> Double {
        guard let fill else {
            throw DataError(
                file: table.path, place: table.place(column: column), "the value is missing",
                expected: "a value in every row, or a fill value")
        }
        return fill
    }

    private func changed(_ table: TableReader, column: Int) -> DataError {
        DataError(
            file: table.path, place: table.place(column: column), "the file has changed while it was read",
            got: "'\(table.reader.field(column))'")
    }
}
