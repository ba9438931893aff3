import Foundation

/// Reads the records of one text file as rows of a table of fixed width, a block at a time.
final class TableReader: @unchecked Sendable {
    // Sendable because the variables are used with the lock held, and the constants do not change.
    let path: String
    let columnNames: [String]
    private let reader: RecordBlockReader
    /// The block with the header, or with the record that was read to count the columns, which is the first row.
    private var first: RecordBlock?
    private let lock = NSLock()

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

    /// Works on the rows of all blocks that are left, in several threads, and gives what comes of them in the order of
    /// the file.
    ///
    /// - Parameters:
    ///   - threads: how many blocks are worked on at a time.
    ///   - work: gets a block, of which the rows from `firstRecord` on are to be used; called by any thread.
    ///   - body: gets the block again and what `work` made of it, block after block.
    /// - Throws: what reading, `work` and `body` throw, the first in the order of the file.
    func forEachBlock<Outcome>(
        threads: Int, work: @Sendable (RecordBlock) throws -> Outcome,
        _ body: (RecordBlock, Outcome) throws -> Void
    ) throws {
        // So many at a time that threads which are done early find more to do.
        let limit = threads == 1 ? 1 : 8 * threads
        while true {
            let wave = Wave<Outcome>()
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                while let (number, block) = takeBlock(for: wave, limit: limit) {
                    block.split(reader.format, path: path)
                    wave.put(Result { try work(block) }, at: number)
                }
            }
            for (block, outcome) in wave.finished {
                try body(block, outcome.get())
                if let failure = block.failure { throw failure }
                lock.withLock { reader.recycle(block) }
            }
            if let failure = wave.failure { throw failure }
            if wave.isLast { return }
        }
    }

    /// The next block and its number in the wave; nil if the wave is full or the file at its end.
    private func takeBlock<Outcome>(for wave: Wave<Outcome>, limit: Int) -> (number: Int, block: RecordBlock)? {
        // Read by one thread at a time, so that blocks have their order.
        lock.withLock {
            guard wave.blocks.count < limit, wave.failure == nil, !wave.isLast else { return nil }
            do {
                guard let block = try first.take() ?? reader.next() else {
                    wave.isLast = true
                    return nil
                }
                wave.blocks.append(block)
                return (wave.blocks.count - 1, block)
            } catch {
                wave.failure = error
                return nil
            }
        }
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

/// Blocks that threads work on at the same time.
private final class Wave<Outcome>: @unchecked Sendable {
    // Sendable because blocks are added with the reader's lock held, outcomes with this one's, and both are looked at when
    // all threads are done.
    var blocks: [RecordBlock] = []
    /// Why the block behind these could not be read.
    var failure: (any Error)?
    /// Whether the file has no more blocks.
    var isLast = false
    private var outcomes: [Int: Result<Outcome, any Error>] = [:]
    private let lock = NSLock()

    func put(_ outcome: Result<Outcome, any Error>, at number: Int) {
        lock.withLock { outcomes[number] = outcome }
    }

    /// Every block and what came of it, in their order.
    var finished: [(RecordBlock, Result<Outcome, any Error>)] {
        blocks.indices.compactMap { number in outcomes[number].map { (blocks[number], $0) } }
    }
}
