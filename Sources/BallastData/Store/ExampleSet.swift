import BallastTensor

/// Labelled examples that a run trains on or evaluates: all rows of a split of a dataset, some of them in an order of
/// one's own, or values made in memory.
///
/// Labels are in memory; features are there too if they fit the budget given when the set was made, and are otherwise
/// read from the file when asked for. Immutable, so several threads may read at once.
public struct ExampleSet: Sendable {
    /// The shape of one example.
    public let exampleShape: Shape
    /// The number of classes K.
    public let classCount: Int
    /// The class of every example.
    public let labels: [Int32]
    /// The row of every example in the split that it was taken from.
    public let rows: [Int]
    private let source: any RowSource

    init(exampleShape: Shape, classCount: Int, labels: [Int32], rows: [Int], source: any RowSource) {
        self.exampleShape = exampleShape
        self.classCount = classCount
        self.labels = labels
        self.rows = rows
        self.source = source
    }

    /// Examples from values in memory, row-major [N, …].
    ///
    /// - Precondition: values and labels are of N examples, and labels below `classCount`.
    public init(values: [Float], exampleShape: Shape, labels: [Int32], classCount: Int) {
        let width = exampleShape.elementCount
        require(
            values.count == labels.count * width, "\(values.count) values for \(labels.count) examples \(exampleShape)")
        require(labels.allSatisfy { $0 >= 0 && $0 < classCount }, "a label is not in 0..<\(classCount)")
        let source = ResidentRows(type: .float32, rowCount: labels.count, valuesPerRow: width) { memory in
            values.withUnsafeBytes { memory.copyMemory(from: $0) }
        }
        self.init(
            exampleShape: exampleShape, classCount: classCount, labels: labels, rows: Array(labels.indices),
            source: source)
    }

    /// The number of examples.
    public var count: Int { labels.count }

    /// The number of values of an example.
    public var valuesPerExample: Int { exampleShape.elementCount }

    /// The number of examples of each class, [K].
    public var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }

    /// Whether the features are in memory.
    public var isResident: Bool { source.residentBytes > 0 }

    /// Bytes of memory for features that are read from a file by whole blocks; see ``RowBuffer``.
    public var bufferedBytes: Int { source.bufferBytes }

    /// Puts the features of the examples at these positions, in this order, one after the other.
    ///
    /// - Precondition: positions are below `count`, and the target holds that many examples.
    /// - Throws: `HDF5Error` if the features are in a file that can no longer be read.
    public func gather(_ positions: UnsafeBufferPointer<Int>, into target: UnsafeMutableBufferPointer<Float>) throws {
        require(target.count >= positions.count * valuesPerExample, "the target is too small")
        for position in positions {
            require(position >= 0 && position < count, "position \(position) of \(count) examples")
        }
        guard let base = target.baseAddress else { return }
        try source.gather(positions, into: base)
    }

    /// The examples at these positions, in this order; repeats allowed.
    ///
    /// Features in memory are shared with this set, or copied if less than half of them are chosen.
    public func selecting(_ positions: [Int]) -> ExampleSet {
        ExampleSet(
            exampleShape: exampleShape, classCount: classCount, labels: positions.map { labels[$0] },
            rows: positions.map { rows[$0] }, source: source.selecting(positions))
    }

    /// The same examples in the order of their rows.
    public func inFileOrder() -> ExampleSet {
        for (row, next) in zip(rows, rows.dropFirst()) where next < row {
            return selecting(rows.indices.sorted { rows[$0] < rows[$1] })
        }
        return self
    }

    /// The features of the examples at these positions.
    public func values(at positions: [Int]) throws -> [Float] {
        try [Float](unsafeUninitializedCapacity: positions.count * valuesPerExample) { buffer, initialized in
            initialized = positions.count * valuesPerExample
            try positions.withUnsafeBufferPointer { try gather($0, into: buffer) }
        }
    }
}
