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
    private let chunkRows: Int

    private let x: HDF5Dataset
    private let y: HDF5Dataset
    private let index: HDF5Dataset
    private var digest = SplitDigest()
    private var floats: [Float] = []
    private var bytes: [UInt8] = []
    private var labels: [Int32] = []
    private var indices: [Int64] = []

    /// The number of rows appended.
    public private(set) var rowCount = 0

    init(
        group: HDF5Group, place: String, path: String, exampleShape: [Int], type: FeatureType, classCount: Int
    ) throws {
        self.group = group
        self.place = place
        self.path = path
        self.exampleShape = exampleShape
        self.type = type
        self.classCount = classCount
        valuesPerRow = exampleShape.reduce(1, *)
        chunkRows = DatasetFormat.chunkRows(rowBytes: valuesPerRow * type.byteCount)
        let options = HDF5DatasetOptions(chunkRows: chunkRows, deflate: 4, shuffle: true, extensible: true)
        let shape = [0] + exampleShape
        x =
            switch type {
            case .float32: try group.createDataset("x", of: Float.self, shape: shape, options: options)
            case .uint8: try group.createDataset("x", of: UInt8.self, shape: shape, options: options)
            }
        let scalars = HDF5DatasetOptions(chunkRows: 1 << 14, deflate: 4, shuffle: true, extensible: true)
        y = try group.createDataset("y", of: Int32.self, shape: [0], options: scalars)
        index = try group.createDataset("index", of: Int64.self, shape: [0], options: scalars)
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
        if let position = values.firstIndex(where: { !$0.isFinite }) {
            let row = rowCount + position / valuesPerRow
            throw DataError(
                file: path, place: "\(place)/x row \(row), value \(position % valuesPerRow)", "is not finite",
                got: "\(values[position])")
        }
        floats += values
        try append(labels: labels, indices: indices)
    }

    /// Appends rows of a uint8 split.
    public func append(bytes rows: some Sequence<UInt8>, labels: [Int32], indices: [Int64]? = nil) throws {
        bytes.append(contentsOf: rows)
        precondition(
            type == .uint8 && bytes.count == (self.labels.count + labels.count) * valuesPerRow,
            "rows do not fit the split")
        try append(labels: labels, indices: indices)
    }

    private func append(labels: [Int32], indices: [Int64]?) throws {
        if let position = labels.firstIndex(where: { $0 < 0 || $0 >= classCount }) {
            throw DataError(
                file: path, place: "\(place)/y row \(rowCount + position)", "the label is of no class",
                expected: "0 to \(classCount - 1)", got: "\(labels[position])")
        }
        precondition(indices == nil || indices?.count == labels.count, "an index for every row")
        self.labels += labels
        self.indices += indices ?? (rowCount..<rowCount + labels.count).map { Int64($0) }
        rowCount += labels.count
        // Whole chunks only, so that none is compressed twice.
        let ready = self.labels.count / chunkRows * chunkRows
        if ready > 0 { try write(rows: ready) }
    }

    /// Writes what is left.
    func finish() throws {
        if !labels.isEmpty { try write(rows: labels.count) }
        guard rowCount > 0 else { throw DataError(file: path, place: place, "holds no rows") }
        try group.setAttribute("sha256", to: digest.finish(type: type, exampleShape: exampleShape))
    }

    private func write(rows: Int) throws {
        let values = rows * valuesPerRow
        switch type {
        case .float32:
            try floats.withUnsafeBufferPointer { buffer in
                let block = UnsafeBufferPointer(rebasing: buffer[..<values])
                try x.appendRows(block)
                digest.add(features: UnsafeRawBufferPointer(block))
            }
            floats.removeFirst(values)
        case .uint8:
            try bytes.withUnsafeBufferPointer { buffer in
                let block = UnsafeBufferPointer(rebasing: buffer[..<values])
                try x.appendRows(block)
                digest.add(features: UnsafeRawBufferPointer(block))
            }
            bytes.removeFirst(values)
        }
        let (writtenLabels, writtenIndices) = (Array(labels[..<rows]), Array(indices[..<rows]))
        try y.appendRows(writtenLabels)
        try index.appendRows(writtenIndices)
        digest.add(labels: writtenLabels, indices: writtenIndices)
        labels.removeFirst(rows)
        indices.removeFirst(rows)
    }
}
