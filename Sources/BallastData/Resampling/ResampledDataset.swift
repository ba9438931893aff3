public import BallastCore
import BallastHDF5
import BallastTensor

/// Writes a data set with one of its splits resampled and the others as they are.
///
/// Rows are resampled as they stand in the file: no transform comes before. Made rows have the index −1, since they are no
/// rows of the source; if there are any, the features of the split are written as float32.
public struct ResampledDataset {
    private let file: DatasetFile
    private let split: DatasetSplit

    /// - Parameters:
    ///   - file: the data set.
    ///   - name: the split to resample; nil for the training split, or for all rows of a data set in one piece.
    /// - Throws: `.badRequest` if there is no such split, or it is the one to test on.
    public init(_ file: DatasetFile, split name: SplitName? = nil) throws {
        let name = name ?? (file.splitNames.contains(.train) ? .train : .all)
        guard name != .test else {
            throw DataError(.badRequest, file: file.path, "test rows are not resampled", expected: "train or all")
        }
        self.file = file
        split = try file.split(name)
    }

    /// The class of every row of the split that is resampled.
    public var labels: [Int32] { split.labels }

    /// The rows to resample.
    public func table() throws -> FeatureTable { try split.examples().featureTable() }

    /// Writes the data set.
    ///
    /// - Parameters:
    ///   - resampling: what a resampler made of ``table()``.
    ///   - origin: what was done, added to the data set's account of its source.
    ///   - path: the file to write.
    ///   - overwriting: replace an existing file instead of refusing.
    /// - Throws: `DataError` if the file exists or the new split has no rows, `HDF5Error` if reading or writing fails.
    public func write(
        _ resampling: Resampling, origin: String, to path: String, overwriting: Bool = false
    ) throws {
        let given = FeatureTable(
            labels: split.labels, classCount: split.classCount, width: split.exampleShape.elementCount
        ) { [] }
        let fault = resampling.fault(madeOf: given)
        require(fault == nil, "the resampler \(fault ?? "")")
        try DatasetWriter.write(to: path, overwriting: overwriting) { writer in
            var description = file.description
            description.source += "; " + origin
            try writer.describe(description)
            for name in file.splitNames {
                let part = try file.split(name)
                let isResampled = name == split.name
                let type = isResampled && !resampling.madeLabels.isEmpty ? .float32 : part.type
                try writer.addSplit(name, exampleShape: Array(part.exampleShape), type: type) { target in
                    let rows = isResampled ? resampling.rows : Array(0..<part.count)
                    try part.copy(rows, as: type, to: target)
                    if isResampled { try append(resampling, to: target) }
                }
            }
        }
    }

    private func append(_ resampling: Resampling, to target: SplitWriter) throws {
        let count = resampling.madeLabels.count
        guard count > 0 else { return }
        let width = split.exampleShape.elementCount
        for rows in blocks(of: count, width: width) {
            try target.append(
                values: resampling.madeValues[rows.lowerBound * width..<rows.upperBound * width].map(Float.init),
                labels: Array(resampling.madeLabels[rows]), indices: [Int64](repeating: -1, count: rows.count))
        }
    }
}

extension DatasetSplit {
    /// Appends rows of this split, with their labels and indices.
    fileprivate func copy(_ rows: [Int], as target: FeatureType, to writer: SplitWriter) throws {
        let indices = try sourceIndices()
        let examples = try examples()
        for range in blocks(of: rows.count, width: exampleShape.elementCount) {
            let positions = Array(rows[range])
            let (labels, sources) = (positions.map { self.labels[$0] }, positions.map { indices[$0] })
            let values = try examples.values(at: positions)
            switch target {
            case .float32: try writer.append(values: values, labels: labels, indices: sources)
            case .uint8:
                // A byte divided by 255 is the nearest Float to that quotient, so rounding gives it back.
                let bytes = values.map { UInt8(($0 * 255).rounded()) }
                try writer.append(bytes: bytes, labels: labels, indices: sources)
            }
        }
    }
}

/// Ranges of rows that take a few megabytes each.
private func blocks(of count: Int, width: Int) -> [Range<Int>] {
    let size = max(1, (1 << 20) / max(width, 1))
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
}
