import BallastHDF5

/// Appends rows to a split of a dataset that is being written.
public final class SplitWriter {
    private let group: HDF5Group
    private let place: String
    private let path: String
    private let exampleShape: [Int]
    private let type: FeatureType
    private let classCount: Int
    private let valuesPerRow: Int

    /// Features; one of the two, by the type.
    private let floats: ChunkedRows<Float>?
    private let bytes: ChunkedRows<UInt8>?
    private let y: ChunkedRows<Int32>
    private let index: ChunkedRows<Int64>
    /// The digests of features, labels and indices.
    private let digests: [StreamDigest]

    /// The number of rows appended.
    public private(set) var rowCount = 0

    init(
        group: HDF5Group, place: String, path: String, exampleShape: [Int], type: FeatureType, classCount: Int,
        workers: WorkerPool
    ) throws {
        self.group = group
        self.place = place
        self.path = path
        self.exampleShape = exampleShape
        self.type = type
        self.classCount = classCount
        let valuesPerRow = exampleShape.reduce(1, *)
        self.valuesPerRow = valuesPerRow
        let chunkRows = DatasetFormat.chunkRows(rowBytes: valuesPerRow * type.byteCount)
        // So many batches that no thread has to wait for one that is being written; one thread would only keep them longer.
        let queue = ChunkQueue(workers, depth: workers.threads == 1 ? 0 : workers.threads + 2)
        let digests = (0..<3).map { _ in StreamDigest(workers) }
        self.digests = digests
        func rows<T: HDF5Number>(
            _ name: String, _ rowShape: [Int], chunkRows: Int, digest: StreamDigest
        ) throws -> ChunkedRows<T> {
            let options = HDF5DatasetOptions(chunkRows: chunkRows, deflate: 4, shuffle: true, extensible: true)
            let dataset = try group.createDataset(name, of: T.self, shape: [0] + rowShape, options: options)
            return ChunkedRows(dataset, valuesPerRow: rowShape.reduce(1, *), queue: queue, digest: digest)
        }
        floats = try type == .float32 ? rows("x", exampleShape, chunkRows: chunkRows, digest: digests[0]) : nil
        bytes = try type == .uint8 ? rows("x", exampleShape, chunkRows: chunkRows, digest: digests[0]) : nil
        y = try rows("y", [], chunkRows: DatasetFormat.scalarChunkRows, digest: digests[1])
        index = try rows("index", [], chunkRows: DatasetFormat.scalarChunkRows, digest: digests[2])
    }

    /// Appends rows of a float32 split.
    ///
    /// - Parameters:
    ///   - values: the features, row after row.
    ///   - labels: the class of every row.
    ///   - indices: rows in the source; by default they are counted from 0.
    /// - Throws: `.badData` for a label outside of the classes or a feature that is not finite.
    public func append(values: [Float], labels: [Int32], indices: [Int64]? = nil) throws {
        precondition(type == .float32 && values.count == labels.count * valuesPerRow, "rows do not fit the split")
        if !Self.areFinite(values), let position = values.firstIndex(where: { !$0.isFinite }) {
            let row = rowCount + position / valuesPerRow
            throw DataError(
                file: path, place: "\(place)/x row \(row), value \(position % valuesPerRow)", "is not finite",
                got: "\(values[position])")
        }
        try append(features: values, to: floats, labels: labels, indices: indices)
    }

    /// Whether all values are finite, by a loop that takes several at once.
    private static func areFinite(_ values: [Float]) -> Bool {
        let exponent = Float.infinity.bitPattern
        return values.reduce(0) { max($0, $1.bitPattern & exponent) } < exponent
    }

    /// Appends rows of a uint8 split.
    public func append(bytes rows: some Sequence<UInt8>, labels: [Int32], indices: [Int64]? = nil) throws {
        let values = Array(rows)
        precondition(type == .uint8 && values.count == labels.count * valuesPerRow, "rows do not fit the split")
        try append(features: values, to: bytes, labels: labels, indices: indices)
    }

    private func append<T>(
        features: [T], to rows: ChunkedRows<T>?, labels: [Int32], indices: [Int64]?
    ) throws {
        if let position = labels.firstIndex(where: { $0 < 0 || $0 >= classCount }) {
            throw DataError(
                file: path, place: "\(place)/y row \(rowCount + position)", "the label is of no class",
                expected: "0 to \(classCount - 1)", got: "\(labels[position])")
        }
        precondition(indices == nil || indices?.count == labels.count, "an index for every row")
        let indices = indices ?? (rowCount..<rowCount + labels.count).map { Int64($0) }
        try features.withUnsafeBufferPointer { try rows?.append($0) }
        try labels.withUnsafeBufferPointer { try y.append($0) }
        try indices.withUnsafeBufferPointer { try index.append($0) }
        rowCount += labels.count
    }

    /// Writes what is left.
    func finish() throws {
        guard rowCount > 0 else { throw DataError(file: path, place: place, "holds no rows") }
        try floats?.finish()
        try bytes?.finish()
        try y.finish()
        try index.finish()
        let digest = SplitDigest.digest(
            of: digests.map { $0.finish() }, type: type, rowCount: rowCount, exampleShape: exampleShape)
        try group.setAttribute("sha256", to: digest)
    }
}
