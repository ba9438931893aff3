import BallastHDF5
import BallastTensor

/// One split of a dataset file: labels in memory, features in the file.
public final class DatasetSplit: Sendable {
    public let name: SplitName
    public let path: String
    /// The type of the stored features.
    public let type: FeatureType
    /// The shape of one example.
    public let exampleShape: Shape
    /// The class of every row.
    public let labels: [Int32]
    /// The number of classes K.
    public let classCount: Int
    /// The digest that the file states of the split's content.
    public let sha256: String
    let features: HDF5Dataset
    private let index: HDF5Dataset

    init(
        name: SplitName, path: String, features: HDF5Dataset, index: HDF5Dataset, type: FeatureType, shape: [Int],
        labels: [Int32], classCount: Int, sha256: String
    ) {
        self.name = name
        self.path = path
        self.features = features
        self.index = index
        self.type = type
        exampleShape = Shape(shape.dropFirst())
        self.labels = labels
        self.classCount = classCount
        self.sha256 = sha256
    }

    /// The number of rows N.
    public var count: Int { labels.count }

    /// The number of rows of each class, [K].
    public var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }

    /// The row in the source of every row.
    public func sourceIndices() throws -> [Int64] { try index.read(as: Int64.self).values }

    /// Memory that features of a split may take before they are read in place: 2 GiB.
    public static let defaultMemoryBudget = 1 << 31

    /// Rows of the split as examples.
    ///
    /// - Parameters:
    ///   - rows: which rows, in which order; nil for all.
    ///   - memoryBudget: features that take no more bytes than this are read into memory once; others stay in the file
    ///     and are decompressed batch by batch, or by whole blocks.
    ///   - buffer: how features that stay in the file are read by whole blocks, for visits that stay among a few of them
    ///     for a while; nil for visits in any order.
    /// - Precondition: rows are below `count`.
    public func examples(
        rows: [Int]? = nil, memoryBudget: Int = DatasetSplit.defaultMemoryBudget, buffer: RowBuffer? = nil
    ) throws -> ExampleSet {
        let rows = rows ?? Array(0..<count)
        for row in rows { require(row >= 0 && row < count, "row \(row) of \(count)") }
        let inFile = FileRows(dataset: features, type: type, valuesPerRow: exampleShape.elementCount)
        let bytes = rows.count.multipliedReportingOverflow(by: exampleShape.elementCount * type.byteCount)
        let source: any RowSource
        if bytes.overflow || bytes.partialValue > memoryBudget {
            let base: any RowSource =
                buffer.map { BufferedFileRows(inFile, buffer: $0) } ?? inFile
            let isWhole = rows.count == count && rows.indices.allSatisfy { rows[$0] == $0 }
            source = isWhole ? base : SelectedRows(base: base, positions: rows)
        } else {
            source = try inFile.load(rows)
        }
        return ExampleSet(
            exampleShape: exampleShape, classCount: classCount, labels: rows.map { labels[$0] }, rows: rows,
            source: source)
    }

    /// The rows in blocks of whole chunks.
    ///
    /// - Parameter byteCount: bytes of a block, about; a chunk at least.
    public func rowBlocks(byteCount: Int) -> RowBlocks {
        let chunkRows = features.chunkRows ?? 1
        let chunkBytes = chunkRows * exampleShape.elementCount * type.byteCount
        return RowBlocks(
            rowCount: count, rowBytes: exampleShape.elementCount * type.byteCount,
            rowsPerBlock: max(1, byteCount / max(chunkBytes, 1)) * chunkRows)
    }
}
