internal import CKernels
import Glibc

/// A piece of a text file that holds whole records, and where they and their fields are in it.
///
/// One thread at a time works with it: the one that reads it, one that finds its records, one that uses them.
package final class RecordBlock: @unchecked Sendable {
    // Sendable because it is handed from thread to thread and never used by two at once.
    private var text: UnsafeMutablePointer<UInt8>
    /// Bytes of text that there is room for.
    private(set) var capacity: Int
    /// Bytes of text that were read.
    private(set) var count = 0
    /// The number of the line, from 1, that the text starts with.
    private(set) var firstLine = 1
    /// Whether the file ends with this text.
    private(set) var isLast = false
    /// The first record to use; those before have been used already.
    package var firstRecord = 0
    /// The number of records; 0 before they have been found.
    package private(set) var recordCount = 0
    /// What is wrong with the text behind the last record.
    package private(set) var failure: DataError?

    private var fields: UnsafeMutablePointer<ballast_text_field>
    private var recordEnds: UnsafeMutablePointer<UInt32>
    private var recordLines: UnsafeMutablePointer<UInt32>
    private var marks: UnsafeMutablePointer<UInt64>
    private var isSplit = false

    init(capacity: Int) {
        self.capacity = capacity
        text = .allocate(capacity: capacity + Int(BALLAST_TEXT_PADDING))
        // Every byte can be a field; memory that is not touched costs nothing.
        fields = .allocate(capacity: capacity + 2)
        recordEnds = .allocate(capacity: capacity + 2)
        recordLines = .allocate(capacity: capacity + 2)
        marks = .allocate(capacity: capacity / 64 + 2)
    }

    deinit {
        text.deallocate()
        fields.deallocate()
        recordEnds.deallocate()
        recordLines.deallocate()
        marks.deallocate()
    }

    // MARK: Text

    /// The bytes that were read.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: text, count: count) }

    /// Empties it, to hold other text.
    func begin(line: Int, with start: some Collection<UInt8>) {
        (count, firstLine, firstRecord, recordCount) = (0, line, 0, 0)
        (isLast, isSplit, failure) = (false, false, nil)
        if start.count > capacity { grow(to: 2 * start.count) }
        _ = UnsafeMutableBufferPointer(start: text, count: start.count).update(fromContentsOf: start)
        count = start.count
    }

    /// Reads on until it is full or the file at its end.
    func read(_ source: ByteSource) throws {
        let room = capacity - count
        let more = try source.read(into: UnsafeMutableRawBufferPointer(start: text + count, count: room))
        count += more
        isLast = more < room
        memset(text + count, 0, Int(BALLAST_TEXT_PADDING))
    }

    /// Makes more room, and keeps the text.
    func grow(to capacity: Int) {
        let larger = RecordBlock(capacity: capacity)
        larger.text.update(from: text, count: count)
        swap(&text, &larger.text)
        swap(&fields, &larger.fields)
        swap(&recordEnds, &larger.recordEnds)
        swap(&recordLines, &larger.recordLines)
        swap(&marks, &larger.marks)
        self.capacity = capacity
    }

    /// Drops text at the start, or keeps so much of it.
    func drop(first: Int) {
        memmove(text, text + first, count - first)
        keep(first: count - first)
    }

    func keep(first: Int) {
        count = first
        memset(text + count, 0, Int(BALLAST_TEXT_PADDING))
    }

    // MARK: Records

    /// Finds the records, if that has not been done.
    ///
    /// - Returns: bytes of whole records, and the lines that end in them.
    @discardableResult
    func split(_ format: TextFormat, path: String) -> (bytes: Int, lines: Int) {
        guard !isSplit else { return (count, 0) }
        isSplit = true
        var kernelFormat = format.kernelFormat
        let result = ballast_split_records(
            &kernelFormat, text, Int64(count), isLast ? 1 : 0, marks, fields, recordEnds, recordLines)
        recordCount = Int(result.record_count)
        let place = "line \(firstLine + Int(result.failure_line))"
        switch result.status {
        case BALLAST_SPLIT_OPEN_QUOTE:
            failure = DataError(file: path, place: place, "a quote is opened and never closed")
        case BALLAST_SPLIT_TEXT_AFTER_QUOTE:
            failure = DataError(
                file: path, place: place, "a closing quote is followed by text",
                expected: "a delimiter or the end of the line",
                got: "'\(Character(UnicodeScalar(result.failure_byte)))'")
        default: break
        }
        return (Int(result.consumed), Int(result.lines))
    }

    /// Forgets the records, so that they are found anew in more text.
    func unsplit() {
        (isSplit, recordCount) = (false, 0)
    }

    /// The number of the line, from 1, on which a record starts.
    package func line(of record: Int) -> Int { firstLine + Int(recordLines[record]) }

    /// The number of fields of a record.
    @inline(__always)
    package func fieldCount(of record: Int) -> Int { Int(recordEnds[record]) - firstField(of: record) }

    @inline(__always)
    private func firstField(of record: Int) -> Int { record == 0 ? 0 : Int(recordEnds[record &- 1]) }

    /// The bytes of a field, without quotes and the blanks around it; valid as long as the block holds this text.
    @inline(__always)
    package func field(_ index: Int, of record: Int) -> UnsafeBufferPointer<UInt8> {
        let field = fields[firstField(of: record) &+ index]
        return UnsafeBufferPointer(start: text + Int(field.start), count: Int(field.end &- field.start))
    }

    /// A field as text.
    package func string(_ index: Int, of record: Int) -> String {
        String(decoding: field(index, of: record), as: UTF8.self)
    }

    /// The first of some records that has another number of fields; nil if there is none.
    func firstRecord(in records: Range<Int>, without fieldCount: Int) -> Int? {
        // From a pointer of its own, so that no access to the block is checked record by record.
        let ends = recordEnds
        var start = records.isEmpty ? 0 : firstField(of: records.lowerBound)
        for record in records {
            let end = Int(ends[record])
            if end &- start != fieldCount { return record }
            start = end
        }
        return nil
    }

    /// A field of each of some records, which have so many fields each.
    func column(_ index: Int, of records: Range<Int>, fieldCount: Int) -> FieldColumn {
        let start = records.isEmpty ? 0 : firstField(of: records.lowerBound)
        return FieldColumn(text, first: fields + start + index, fieldCount: fieldCount, count: records.count)
    }

    /// Reads numbers of records that have so many fields each.
    ///
    /// - Parameters:
    ///   - records: which; all with `fieldCount` fields.
    ///   - columns: the fields that are numbers, and their places in a row.
    ///   - output: rows of `width` values.
    ///   - first: how many numbers to skip, row by row and column by column.
    /// - Returns: the count of the first number that cannot be read, or of all.
    func parseNumbers(
        _ records: Range<Int>, fieldCount: Int, columns: [ballast_number_column],
        into output: UnsafeMutablePointer<Float>,
        width: Int, from first: Int
    ) -> Int {
        guard !records.isEmpty else { return 0 }
        return Int(
            ballast_parse_numbers(
                text, fields + firstField(of: records.lowerBound), Int64(records.count), Int64(fieldCount), columns,
                Int64(columns.count), output, Int64(width), Int64(first)))
    }
}
