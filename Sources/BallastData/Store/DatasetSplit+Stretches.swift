import BallastTensor

extension DatasetSplit {
    /// Gives all rows in their order, so many at a time as examples in memory; the next ones are read meanwhile.
    ///
    /// - Parameters:
    ///   - rowsAtATime: how many, at least 1.
    ///   - body: gets the examples, stretch after stretch.
    /// - Throws: `HDF5Error` if the file cannot be read, what `body` throws.
    public func forEachStretch(of rowsAtATime: Int, _ body: (ExampleSet) throws -> Void) throws {
        require(rowsAtATime >= 1, "a stretch has one row at least")
        let stretches = ReadAhead(count: (count + rowsAtATime - 1) / rowsAtATime) { number in
            let start = number * rowsAtATime
            return try self.residentExamples(start..<min(start + rowsAtATime, self.count))
        }
        while let examples = try stretches.take() { try body(examples) }
    }

    /// Neighbouring rows as examples in memory.
    private func residentExamples(_ rows: Range<Int>) throws -> ExampleSet {
        let file = FileRows(dataset: features, type: type, valuesPerRow: exampleShape.elementCount)
        let source = try ResidentRows(
            type: type, rowCount: rows.count, valuesPerRow: exampleShape.elementCount
        ) { try file.read(rows, into: $0) }
        return ExampleSet(
            exampleShape: exampleShape, classCount: classCount, labels: Array(labels[rows]), rows: Array(rows),
            source: source)
    }
}
