internal import BallastData

extension RawPredictions {
    /// Reads text with a header, a row per example.
    init(text path: String, columns: PredictionColumns) throws {
        self.init(path: path)
        let isTabbed = path.hasSuffix(".tsv") || path.hasSuffix(".tsv.gz")
        let reader = try DelimitedReader(path: path, delimiter: .character(UInt8(ascii: isTabbed ? "\t" : ",")))
        guard try reader.advance() else { throw DataError(file: path, "holds no header") }
        let header = (0..<reader.fieldCount).map(reader.field)

        func column(_ name: String) throws -> Int {
            if let index = header.firstIndex(of: name) { return index }
            throw DataError(
                .badRequest, file: path, "there is no column '\(name)'",
                expected: "one of \(RawPredictions.summary(of: header))")
        }
        let labelColumn = try column(columns.label ?? "label")
        let predictedColumn = try columns.predicted.map(column)
        var scoreColumns = try columns.scores.map(column)
        if columns.scores.isEmpty, predictedColumn == nil {
            let found = header.indices.filter { header[$0].hasPrefix("p_") }
            guard !found.isEmpty else {
                throw DataError(
                    .badRequest, file: path, "there are no columns p_…; name the columns of scores or of decisions",
                    expected: "one of \(RawPredictions.summary(of: header))")
            }
            scoreColumns = found
            if found.count > 1 { classNames = found.map { String(header[$0].dropFirst(2)) } }
        }
        width = scoreColumns.isEmpty ? nil : scoreColumns.count
        var decided = ClassCodes()

        while try reader.advance() {
            guard reader.fieldCount == header.count else {
                throw DataError(
                    file: path, place: "line \(reader.line)", "wrong number of fields", expected: "\(header.count)",
                    got: "\(reader.fieldCount)")
            }
            func name(_ column: Int) throws -> String {
                let name = reader.field(column)
                guard !name.isEmpty else {
                    throw DataError(
                        file: path, place: "line \(reader.line), column '\(header[column])'", "a class is missing")
                }
                return name
            }
            labels.append(try name(labelColumn))
            if let predictedColumn { decided.append(try name(predictedColumn)) }
            for column in scoreColumns {
                guard let score = reader.withField(column, NumberParser.number) else {
                    throw DataError(
                        file: path, place: "line \(reader.line), column '\(header[column])'", "a score is no number",
                        got: "'\(reader.field(column))'")
                }
                scores.append(score)
            }
        }
        if predictedColumn != nil { predicted = decided }
    }
}
