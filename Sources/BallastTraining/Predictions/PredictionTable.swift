public import BallastCore
internal import BallastData
internal import Foundation

/// Labels with scores, decisions or both, read from a file.
public struct PredictionTable {
    public let classNames: [String]
    /// The class of interest in a binary task.
    public let positiveClass: Int
    /// Labels with the scores of the classes; nil if the file gave decisions alone.
    ///
    /// A single column s of scores becomes the pair 1 − s, s, whatever its range.
    public let scores: Predictions?
    /// Labels with the decided class at probability 1; nil if no decisions were read.
    public let decisions: Predictions?

    /// Reads HDF5 or, if the file is none, comma-separated text with a header (tabs in a `.tsv`), which may be gzipped.
    ///
    /// - Throws: `DataError`, naming file, place, what was found and what is allowed; `HDF5Error`.
    public init(path: String, columns: PredictionColumns = PredictionColumns()) throws {
        let raw =
            try PredictionTable.isHDF5(path)
            ? RawPredictions(hdf5: path, columns: columns) : RawPredictions(text: path, columns: columns)
        try self.init(raw, columns: columns)
    }

    private init(_ raw: RawPredictions, columns: PredictionColumns) throws {
        let classes = try raw.classes(given: columns.classes)
        classNames = classes
        positiveClass = try PredictionTable.positiveClass(columns.positive, among: classes, of: raw.path)
        let labels = raw.labels.indexed(by: classes)
        let positiveClass = positiveClass
        func predictions() -> Predictions {
            let predictions = Predictions(classCount: classes.count, positiveClass: positiveClass)
            predictions.reserveCapacity(labels.count)
            return predictions
        }
        scores = raw.width.map { width in
            let predictions = predictions()
            if width == classes.count {
                predictions.append(probabilities: raw.scores, labels: labels)
            } else {
                // In blocks, so that no second copy of all pairs is made.
                for start in stride(from: 0, to: labels.count, by: 1 << 16) {
                    let block = start..<min(start + 1 << 16, labels.count)
                    let pairs = raw.scores[block].flatMap { positiveClass == 1 ? [1 - $0, $0] : [$0, 1 - $0] }
                    predictions.append(probabilities: pairs, labels: labels[block])
                }
            }
            return predictions
        }
        decisions = raw.predicted.map { predicted in
            let predictions = predictions()
            var row = [Double](repeating: 0, count: classes.count)
            for (label, decided) in zip(labels, predicted.indexed(by: classes)) {
                row[Int(decided)] = 1
                predictions.append(probabilities: row, labels: CollectionOfOne(label))
                row[Int(decided)] = 0
            }
            return predictions
        }
    }

    private static func positiveClass(_ name: String?, among classes: [String], of path: String) throws -> Int {
        guard let name else { return 1 }
        guard let index = classes.firstIndex(of: name) else {
            throw DataError(
                .badRequest, file: path, "there is no class '\(name)' to be the positive one",
                expected: "one of \(classes.joined(separator: ", "))")
        }
        return index
    }

    /// Whether the file starts as HDF5 does.
    private static func isHDF5(_ path: String) throws -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw DataError(.inputOutput, file: path, "cannot open the file")
        }
        defer { try? handle.close() }
        return try handle.read(upToCount: 8) == Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
    }
}
