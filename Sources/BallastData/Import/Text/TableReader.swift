/// Reads the records of one text file as rows of a table of fixed width, a block at a time.
final class TableReader: @unchecked Sendable {
    // Sendable because one thread reads, and the others use the constants alone.
    let path: String
    let columnNames: [String]
    private let reader: RecordBlockReader
    /// The block with the header, or with the record that was read to count the columns, which is the first row.
    private var first: RecordBlock?

    init(path: String, options: TableOptions, blockBytes: Int = RecordBlockReader.defaultBlockBytes) throws {
        self.path = path
        reader = try RecordBlockReader(
            path: path, format: TextFormat(delimiter: options.delimiter, commentMarks: options.commentMarks),
            blockBytes: blockBytes)
        guard let first = try Self.firstBlock(of: reader) else { throw DataError(file: path, "holds no data") }
        let fields = (0..<first.fieldCount(of: 0)).map { first.string($0, of: 0) }
        let line = first.line(of: 0)
        let columnNames = options.hasHeader ? fields : options.columnNames ?? fields.indices.map(String.init)
        self.columnNames = columnNames
        if options.hasHeader { first.firstRecord = 1 }
        self.first = first
        guard columnNames.count == fields.count else {
            throw DataError(
                file: path, place: "line \(line)", "the number of fields is not that of the declared columns",
                expected: "\(columnNames.count)", got: "\(fields.count)")
        }
        guard fields.count >= 2 else {
            throw DataError(
                file: path, place: "line \(line)", "there is one column only, so no label beside features",
                expected: "another delimiter, perhaps")
        }
        if options.hasHeader, let twice = Self.firstDuplicate(columnNames) {
            throw DataError(file: path, place: "line \(line)", "two columns are called '\(twice)'")
        }
    }

    /// The first block that holds a record.
    private static func firstBlock(of reader: RecordBlockReader) throws -> RecordBlock? {
        while let block = try reader.next() {
            block.split(reader.format, path: reader.path)
            if block.recordCount > 0 { return block }
            if let failure = block.failure { throw failure }
        }
        return nil
    }

    /// Works on the rows of the blocks that are left, in several threads, and gives what comes of them in the order of the
    /// file.
    ///
    /// - Parameters:
    ///   - workers: who does the work; this thread reads, and takes part.
    ///   - limit: how many blocks, if not all.
    ///   - work: gets a block, of which the rows from `firstRecord` on are to be used; called by any thread.
    ///   - body: gets the block again and what `work` made of it, block after block.
    /// - Returns: whether the end of the file was reached.
    /// - Throws: what reading, `work` and `body` throw, the first in the order of the file.
    @discardableResult
    func forEachBlock<Outcome: Sendable>(
        workers: WorkerPool, limit: Int = .max, work: @escaping @Sendable (RecordBlock) throws -> Outcome,
        _ body: (RecordBlock, Outcome) throws -> Void
    ) throws -> Bool {
        // So many at a time that threads which are done early find more to do.
        let depth = workers.threads == 1 ? 1 : 4 * workers.threads
        let (format, path) = (reader.format, path)
        var waiting: [(block: RecordBlock, job: Job<Outcome>)] = []
        var count = 0
        var isAtEnd = false
        var readFailure: (any Error)?
        while true {
            while waiting.count < depth, count < limit, !isAtEnd, readFailure == nil {
                do {
                    guard let block = try first.take() ?? reader.next() else {
                        isAtEnd = true
                        break
                    }
                    count += 1
                    let job = workers.run {
                        block.split(format, path: path)
                        return try work(block)
                    }
                    waiting.append((block, job))
                } catch {
                    // Behind the faults of the blocks that were read.
                    readFailure = error
                }
            }
            guard !waiting.isEmpty else { break }
            let (block, job) = waiting.removeFirst()
            try body(block, job.value())
            if let failure = block.failure { throw failure }
            reader.recycle(block)
        }
        if let readFailure { throw readFailure }
        return isAtEnd
    }

    /// Checks that records have a field for every column.
    ///
    /// - Returns: the records before the first that has not, and its error.
    func soundRecords(of block: RecordBlock) -> (records: Range<Int>, failure: DataError?) {
        let records = block.firstRecord..<block.recordCount
        guard let wrong = block.firstRecord(in: records, without: columnNames.count) else { return (records, nil) }
        return (
            records.lowerBound..<wrong,
            DataError(
                file: path, place: "line \(block.line(of: wrong))", "wrong number of fields",
                expected: "\(columnNames.count)", got: "\(block.fieldCount(of: wrong))")
        )
    }

    /// The place of a field, for messages.
    func place(column: Int, record: Int, of block: RecordBlock) -> String {
        "line \(block.line(of: record)), column '\(columnNames[column])'"
    }

    private static func firstDuplicate(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !$0.isEmpty && !seen.insert($0).inserted }
    }
}
