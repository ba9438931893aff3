/// How a text file is read as a table.
package struct TableOptions: Sendable {
    package var delimiter = TextFormat.Delimiter.character(UInt8(ascii: ","))
    package var hasHeader = true
    /// Column names where the file has no header line; columns are then called by their number otherwise.
    package var columnNames: [String]?
    package var commentMarks: [UInt8] = []
    /// Name or number of the column of classes.
    package var label = "-1"
    /// Names or numbers of columns to leave out.
    package var drop: [String] = []
    /// Names or numbers of columns whose values are names even where they look like numbers.
    package var nominal: [String] = []
    package var nominalEncoding = NominalEncoding.oneHot
    /// What takes the place of a missing number; nil refuses files that lack one.
    package var fill: Double?
    /// The class of interest of a binary task; all others become the class `rest`.
    package var positive: String?

    package init() {}
}

/// How a column of names becomes numbers.
public enum NominalEncoding: String, CaseIterable, Sendable {
    /// A column of 0 and 1 for every value, called `column=value`.
    case oneHot = "one_hot"
    /// The position of the value in the sorted list of all.
    case ordinal
}

extension TableOptions {
    /// The most values a column of names may have, and the most classes.
    static let maximumCategories = 1_000

    /// Finds a column by name or, failing that, by number from 0 or, negative, from the end.
    func column(_ reference: String, of names: [String], file: String) throws -> Int {
        if let index = names.firstIndex(of: reference) { return index }
        if let number = Int(reference) {
            let index = number < 0 ? names.count + number : number
            if names.indices.contains(index) { return index }
            throw DataError(
                .badRequest, file: file, "no column number \(number)",
                expected: "a number from \(-names.count) to \(names.count - 1)")
        }
        let shown = names.prefix(40).joined(separator: ", ") + (names.count > 40 ? ", …" : "")
        throw DataError(.badRequest, file: file, "no column '\(reference)'", expected: "one of \(shown)")
    }
}
