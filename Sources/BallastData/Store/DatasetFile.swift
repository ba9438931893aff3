import BallastHDF5

/// A dataset in a file, open for reading.
///
/// Opening checks format, names, types, shapes and labels, and keeps the labels in memory; features stay in the file.
public final class DatasetFile: Sendable {
    public let path: String
    public let description: DatasetDescription
    private let splits: [SplitName: DatasetSplit]

    /// - Throws: `HDF5Error` for files that cannot be read or are no HDF5, `DataError` for those that are not sound
    ///   datasets of this version; both name the file and the place in it.
    public init(path: String) throws {
        let file = try HDF5File.open(path)
        self.path = path
        let reader = DatasetReader(file: file, path: path)
        try reader.checkFormat()
        description = try reader.description()
        var splits: [SplitName: DatasetSplit] = [:]
        for name in SplitName.allCases where try file.contains(name.rawValue) {
            splits[name] = try reader.split(name, classCount: description.classNames.count)
        }
        try reader.checkShapes(SplitName.allCases.compactMap { splits[$0] }, features: description.featureNames.count)
        self.splits = splits
    }

    /// The splits that the file has.
    public var splitNames: [SplitName] { SplitName.allCases.filter { splits[$0] != nil } }

    /// The number of classes K.
    public var classCount: Int { description.classNames.count }

    /// A split.
    ///
    /// - Throws: `.badRequest` if the file has no such split.
    public func split(_ name: SplitName) throws -> DatasetSplit {
        guard let split = splits[name] else {
            let held = splitNames.map(\.rawValue).joined(separator: ", ")
            throw DataError(
                .badRequest, file: path, "the dataset has no split '\(name.rawValue)'", expected: "one of \(held)")
        }
        return split
    }

    /// A digest of the content that its splits state: equal for equal data, whatever the name of the file.
    public var fingerprint: String {
        var digest = SHA256()
        for name in description.classNames + description.featureNames { digest.update("\(name)\n") }
        for name in splitNames { digest.update("\(name.rawValue) \(splits[name]?.sha256 ?? "")\n") }
        return digest.finish()
    }
}
