import BallastHDF5

/// A file that says which rows of a data set belong to which part.
///
/// Root attributes `format`, `version`, `fingerprint` (of the data set) and `method`. A split has the datasets `/train` and
/// `/test` of row numbers in the order drawn, folds the dataset `/fold_of_row`; both `/class_counts`, [parts, K].
public enum SplitFile {
    static let format = "ballast-splits"
    static let version = 1

    public static func write(
        _ split: RowSplit, of data: DatasetSplit, fingerprint: String, method: String, to path: String
    ) throws {
        try write(data, fingerprint, method, parts: [split.train, split.test], to: path) { file in
            try file.createDataset("train", values: split.train.map(Int64.init), options: .compressed)
            try file.createDataset("test", values: split.test.map(Int64.init), options: .compressed)
        }
    }

    public static func write(
        _ folds: RowFolds, of data: DatasetSplit, fingerprint: String, method: String, to path: String
    ) throws {
        let parts = (0..<folds.foldCount).map { folds.split($0).test }
        try write(data, fingerprint, method, parts: parts, to: path) { file in
            try file.createDataset("fold_of_row", values: folds.foldOfRow.map(Int64.init), options: .compressed)
        }
    }

    private static func write(
        _ data: DatasetSplit, _ fingerprint: String, _ method: String, parts: [[Int]], to path: String,
        _ body: (HDF5File) throws -> Void
    ) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.setAttribute("format", to: format)
            try file.setAttribute("version", to: version)
            try file.setAttribute("fingerprint", to: fingerprint)
            try file.setAttribute("method", to: method)
            let counts = parts.flatMap { data.classCounts(of: $0).map(Int64.init) }
            try file.createDataset("class_counts", values: counts, shape: [parts.count, data.classCount])
            try body(file)
        }
    }
}

extension DatasetSplit {
    /// Rows of each class among the given ones.
    public func classCounts(of rows: [Int]) -> [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for row in rows { counts[Int(labels[row])] += 1 }
        return counts
    }
}
