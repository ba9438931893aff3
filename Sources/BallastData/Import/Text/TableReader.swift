/// Reads the records of one text file as rows of a table of fixed width.
struct TableReader {
    let path: String
    let columnNames: [String]
    let reader: DelimitedReader
    /// The first record of a file without header has been read to count the columns, and is the first row.
    private var hasPendingRecord: Bool

    init(path: String, options: TableOptions) throws {
        self.path = path
        reader = try DelimitedReader(
            path: path, delimiter: options.delimiter, commentMarks: options.commentMarks)
        guard try reader.advance() else { throw DataError(file: path, "holds no data") }
        let fields = (0..<reader.fieldCount).map(reader.field)
        hasPendingRecord = !options.hasHeader
        columnNames = options.hasHeader ? fields : options.columnNames ?? fields.indices.map(String.init)
        guard columnNames.count == fields.count else {
            throw DataError(
                file: path, place: "line \(reader.line)", "the number of fields is not that of the declared columns",
                expected: "\(columnNames.count)", got: "\(fields.count)")
        }
        guard fields.count >= 2 else {
            throw DataError(
                file: path, place: "line \(reader.line)", "there is one column only, so no label beside features",
                expected: "another delimiter, perhaps")
        }
        if options.hasHeader, let twice = Self.firstDuplicate(columnNames) {
            throw DataError(file: path, place: "line \(reader.line)", "two columns are called '\(twice)'")
        }
    }

    /// Moves to the next row; false at the end of the file.
    mutating func advance() throws -> Bool {
        if hasPendingRecord {
            hasPendingRecord = false
            return true
        }
        guard try reader.advance() else { return false }
        guard reader.fieldCount == columnNames.count else {
            throw DataError(
                file: path, place: "line \(reader.line)", "wrong number of fields",
                expected: "\(columnNames.count)", got: "\(reader.fieldCount)")
        }
        return true
    }

    /// The place of a column in the current row, for messages.
    func place(column: Int) -> String {
        "line \(reader.line), column '\(columnNames[column])'"
    }

    private static func firstDuplicate(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !$0.isEmpty && !seen.insert($0).inserted }
    }
}
