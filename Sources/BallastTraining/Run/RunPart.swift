internal import BallastData
internal import BallastHDF5

/// A set of rows that a run made of its data set.
public enum RunPart: String, CaseIterable, Sendable {
    case train
    case validation
    case test
}

extension DataConfig {
    /// The split of the data set whose rows the part is of.
    func split(of part: RunPart) -> SplitName {
        part == .test && testFraction == nil && fold == nil ? testSplit : trainSplit
    }
}

extension RunFolder {
    /// Whether the run set such rows apart.
    func has(_ part: RunPart) throws -> Bool { try HDF5File.open(splitsPath).contains(part.rawValue) }

    /// The number of rows of each class in every part that the run set apart, as `splits.h5` has them.
    ///
    /// - Throws: `HDF5Error` if the file is missing or damaged.
    public func classCounts() throws -> [RunPart: [Int]] {
        let file = try HDF5File.open(splitsPath)
        var counts: [RunPart: [Int]] = [:]
        for part in RunPart.allCases where try file.contains(part.rawValue) {
            counts[part] = try file.dataset("\(part.rawValue)/class_counts").read(as: Int64.self).values
                .map { Int(clamping: $0) }
        }
        return counts
    }

    /// The rows of a part, in the run's order, as `splits.h5` has them.
    ///
    /// - Parameter fingerprint: of the data set that the rows are to be taken from.
    /// - Throws: ``TrainingError/unsuitableData(_:)`` if the run had other data, or no such part.
    func rows(of part: RunPart, fingerprint: String) throws -> [Int] {
        let file = try HDF5File.open(splitsPath)
        guard try file.attribute("fingerprint", as: String.self) == fingerprint else {
            throw TrainingError.unsuitableData("\(splitsPath) is of another data set")
        }
        guard try file.contains(part.rawValue) else {
            throw TrainingError.unsuitableData("the run has no \(part.rawValue) rows")
        }
        return try file.dataset("\(part.rawValue)/row").read(as: Int64.self).values.map(Int.init)
    }

    /// The number of rows of a part that the run has.
    func rowCount(of part: RunPart) throws -> Int {
        try HDF5File.open(splitsPath).dataset("\(part.rawValue)/row").shape.reduce(1, *)
    }
}
