import BallastHDF5
import Foundation

/// Writes a dataset file, split after split, row after row, in constant memory.
///
/// The file appears under its name when everything has been written, or not at all.
public final class DatasetWriter {
    private let replacement: HDF5Replacement
    private let path: String
    private var description: DatasetDescription?
    private var writtenSplits: [SplitName] = []
    /// The threads that compress rows, and read text; what is written does not depend on their number.
    let workers: WorkerPool
    private var file: HDF5File { replacement.file }

    private init(_ replacement: HDF5Replacement, path: String, threads: Int) {
        self.replacement = replacement
        self.path = path
        workers = WorkerPool(threads: threads)
    }

    /// Writes a dataset: `body` describes it and adds its splits.
    ///
    /// - Parameters:
    ///   - path: the file to write; it is there when `body` has returned, or not at all.
    ///   - overwriting: replace an existing file instead of refusing.
    ///   - threads: how many threads work on it, which changes nothing in the file; every core if nil.
    ///   - body: describes the data set and adds its splits.
    /// - Throws: `DataError` if the file exists or rows are not right, `HDF5Error` if writing fails, what `body` throws.
    public static func write<Result>(
        to path: String, overwriting: Bool = false, threads: Int? = nil,
        _ body: (DatasetWriter) throws -> Result
    ) throws -> Result {
        if !overwriting, access(path, F_OK) == 0 {
            throw DataError(.inputOutput, file: path, "the file exists and is not to be overwritten")
        }
        return try HDF5File.replace(path) { replacement in
            let writer = DatasetWriter(
                replacement, path: path, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
            let result = try body(writer)
            guard !writer.writtenSplits.isEmpty else {
                throw DataError(file: path, "a dataset without splits is of no use")
            }
            return result
        }
    }

    /// Says what the dataset is; once, before any split.
    ///
    /// - Throws: `.badData` if there are fewer than two classes or names repeat.
    public func describe(_ description: DatasetDescription) throws {
        precondition(self.description == nil, "a dataset is described once")
        let names = description.classNames
        guard names.count >= 2 else {
            throw DataError(file: path, "a dataset needs two classes at least", got: "\(names.count)")
        }
        guard Set(names).count == names.count else { throw DataError(file: path, "two classes have the same name") }
        self.description = description
        try file.setAttribute("format", to: DatasetFormat.format)
        try file.setAttribute("version", to: DatasetFormat.version)
        try file.setAttribute("name", to: description.name)
        try file.setAttribute("task", to: DatasetFormat.task)
        try file.setAttribute("source", to: description.source)
        try file.createDataset("classes", values: names)
        if !description.featureNames.isEmpty { try file.createDataset("features", values: description.featureNames) }
    }

    /// Forgets the description and all splits, as if nothing had been written.
    func startOver() throws {
        try replacement.startOver()
        description = nil
        writtenSplits = []
    }

    /// Adds a split, whose rows `body` appends.
    ///
    /// - Parameters:
    ///   - name: which split.
    ///   - exampleShape: the extents of one example, [D] or [C, H, W], all positive.
    ///   - type: the number format of its features.
    ///   - body: describes the data set and adds its splits.
    /// - Precondition: the dataset has been described, and has not got that split yet.
    public func addSplit(
        _ name: SplitName, exampleShape: [Int], type: FeatureType, _ body: (SplitWriter) throws -> Void
    ) throws {
        guard let description else { preconditionFailure("a dataset is described before splits are added") }
        precondition(!writtenSplits.contains(name), "the split \(name) is added twice")
        precondition(!exampleShape.isEmpty && exampleShape.allSatisfy { $0 > 0 }, "examples of shape \(exampleShape)")
        let features = description.featureNames.count
        precondition(features == 0 || exampleShape == [features], "\(features) feature names for shape \(exampleShape)")
        let writer = try SplitWriter(
            group: try file.createGroup(name.rawValue), place: "/\(name.rawValue)", path: path,
            exampleShape: exampleShape, type: type, classCount: description.classNames.count,
            workers: workers)
        try body(writer)
        try writer.finish()
        writtenSplits.append(name)
    }
}
