internal import CKernels

/// Turns rows of a text table into feature values and labels, by what a scan has learned.
struct TableEncoder: Sendable {
    /// The names of the feature columns it makes.
    let featureNames: [String]
    private let numbers: [ballast_number_column]
    private let nominals: [NominalColumn]
    private let labelColumn: Int
    private let labels: NameTable
    /// The label of every name in `labels`.
    private let labelNumbers: [Int32]
    private let fill: Double?
    private let isOneHot: Bool

    private struct NominalColumn: Sendable {
        let field: Int
        /// Its first place in a row of features.
        let place: Int
        let width: Int
        let categories: NameTable
    }

    /// Features [rows, width] and labels of rows that followed one another.
    struct Rows {
        var features: [Float]
        var labels: [Int32]
    }

    init(scan: TableScan, options: TableOptions) {
        var names: [String] = []
        var numbers: [ballast_number_column] = []
        var nominals: [NominalColumn] = []
        isOneHot = options.nominalEncoding == .oneHot
        for (field, name) in scan.columnNames.enumerated() {
            switch scan.kinds[field] {
            case .number?:
                numbers.append(ballast_number_column(field: Int32(field), place: Int32(names.count)))
                names.append(name)
            case .nominal?:
                let values = scan.categories(of: field)
                nominals.append(
                    NominalColumn(
                        field: field, place: names.count, width: isOneHot ? values.count : 1,
                        categories: NameTable(values)))
                names += isOneHot ? values.map { "\(name)=\($0)" } : [name]
            case .dropped?, .label?, nil: break
            }
        }
        featureNames = names
        self.numbers = numbers
        self.nominals = nominals
        labelColumn = scan.labelColumn
        fill = options.fill
        let given = scan.givenClassNames
        labels = NameTable(given)
        if let positive = options.positive {
            labelNumbers = given.map { $0 == positive ? 1 : 0 }
        } else {
            let numbers = Dictionary(uniqueKeysWithValues: scan.classNames.enumerated().map { ($1, Int32($0)) })
            labelNumbers = given.map { numbers[$0] ?? 0 }
        }
    }

    /// The features and labels of a block's rows.
    ///
    /// - Throws: `.badData` naming line and column of the first text that is no number or of a missing value.
    func encode(_ block: RecordBlock, of table: TableReader) throws -> Rows {
        let (records, failure) = table.soundRecords(of: block)
        let rows = BlockRows(table: table, block: block, records: records)
        let width = featureNames.count
        var faults = FirstFault()
        let features = [Float](unsafeUninitializedCapacity: records.count * width) { buffer, count in
            guard let output = buffer.baseAddress else { return }
            // Only names in columns of their own leave places unwritten.
            if isOneHot, !nominals.isEmpty { buffer.initialize(repeating: 0) }
            encodeNumbers(rows, into: output, faults: &faults)
            for column in nominals { encodeNames(rows, column, into: output, faults: &faults) }
            count = records.count * width
        }
        let labels = encodeLabels(rows, faults: &faults)
        if let fault = faults.first { throw fault }
        if let failure { throw failure }
        return Rows(features: features, labels: labels)
    }

    private func encodeNumbers(
        _ rows: BlockRows, into output: UnsafeMutablePointer<Float>, faults: inout FirstFault
    ) {
        let width = featureNames.count
        var done = 0
        while true {
            done = rows.block.parseNumbers(
                rows.records, fieldCount: rows.table.columnNames.count, columns: numbers, into: output, width: width,
                from: done)
            guard done < rows.records.count * numbers.count else { return }
            // Whatever is no number: a missing value, or a fault.
            let (row, column) = done.quotientAndRemainder(dividingBy: numbers.count)
            let field = Int(numbers[column].field)
            do {
                output[row * width + Int(numbers[column].place)] = try otherNumber(rows, row: row, field: field)
            } catch {
                return faults.note(error, row: row, field: field)
            }
            done += 1
        }
    }

    private func otherNumber(_ rows: BlockRows, row: Int, field: Int) throws -> Float {
        let text = rows.text(field, row)
        if NumberParser.number(text) != nil {
            throw rows.error(field, row, "the number is too large for 32 bits", got: rows.string(field, row))
        }
        if NumberParser.isMissing(text) { return Float(try filled(rows, row: row, field: field)) }
        throw rows.error(
            field, row, "is not a number", expected: "a number, or that the column be declared nominal or dropped",
            got: "'\(rows.string(field, row))'")
    }

    private func encodeNames(
        _ rows: BlockRows, _ column: NominalColumn, into output: UnsafeMutablePointer<Float>,
        faults: inout FirstFault
    ) {
        var categories = column.categories
        let names = rows.column(column.field)
        let width = featureNames.count
        let first = output + column.place
        func put(_ category: Int, _ row: Int) {
            if isOneHot { first[row &* width &+ category] = 1 } else { first[row &* width] = Float(category) }
        }
        var row = 0
        while true {
            row = categories.forEachRemembered(in: names, from: row) { put($1, $0) }
            guard row < names.count else { return }
            do {
                if NumberParser.isMissing(names[row]) {
                    let value = Float(try filled(rows, row: row, field: column.field))
                    // A row that has no value is in none of the columns of a one-hot group.
                    if !isOneHot { first[row * width] = value }
                } else if let category = categories.number(of: names[row]) {
                    put(category, row)
                } else {
                    throw rows.changed(column.field, row)
                }
            } catch {
                return faults.note(error, row: row, field: column.field)
            }
            row += 1
        }
    }

    private func encodeLabels(_ rows: BlockRows, faults: inout FirstFault) -> [Int32] {
        var known = labels
        let names = rows.column(labelColumn)
        return [Int32](unsafeUninitializedCapacity: names.count) { buffer, row in
            while true {
                row = known.forEachRemembered(in: names, from: row) { buffer[$0] = labelNumbers[$1] }
                guard row < names.count else { return }
                guard let number = known.number(of: names[row]) else {
                    // Behind all features of the row.
                    return faults.note(rows.changed(labelColumn, row), row: row, field: .max)
                }
                buffer[row] = labelNumbers[number]
                row += 1
            }
        }
    }

    private func filled(_ rows: BlockRows, row: Int, field: Int) throws -> Double {
        guard let fill else {
            throw rows.error(
                field, row, "the value is missing", expected: "a value in every row, or a fill value")
        }
        return fill
    }
}

/// Rows of a block that have a field for every column of their table.
private struct BlockRows {
    let table: TableReader
    let block: RecordBlock
    let records: Range<Int>

    func column(_ field: Int) -> FieldColumn {
        block.column(field, of: records, fieldCount: table.columnNames.count)
    }

    func text(_ field: Int, _ row: Int) -> UnsafeBufferPointer<UInt8> {
        block.field(field, of: records.lowerBound + row)
    }

    func string(_ field: Int, _ row: Int) -> String { block.string(field, of: records.lowerBound + row) }

    func error(
        _ field: Int, _ row: Int, _ what: String, expected: String? = nil, got: String? = nil
    ) -> DataError {
        DataError(
            file: table.path, place: table.place(column: field, record: records.lowerBound + row, of: block), what,
            expected: expected, got: got)
    }

    func changed(_ field: Int, _ row: Int) -> DataError {
        error(field, row, "the file has changed while it was read", got: "'\(string(field, row))'")
    }
}
