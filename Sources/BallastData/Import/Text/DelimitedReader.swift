/// Reads records of delimited text, one at a time: CSV as published, with any delimiter.
///
/// A field may stand in double quotes, in which `""` is a quote and delimiters and line ends are text (RFC 4180).
/// Blanks around fields are not part of them. Lines end in LF or CRLF; blank lines and a byte order mark are skipped.
package final class DelimitedReader {
    package let path: String
    private let blocks: RecordBlockReader
    private var block: RecordBlock?
    private var record = 0

    /// - Parameters:
    ///   - path: the file, which may be compressed with gzip.
    ///   - delimiter: what is between fields.
    ///   - commentMarks: lines that start with one of these characters are skipped.
    ///   - blockBytes: how much is read at once.
    package init(
        path: String, delimiter: TextFormat.Delimiter, commentMarks: [UInt8] = [],
        blockBytes: Int = RecordBlockReader.defaultBlockBytes
    ) throws {
        self.path = path
        blocks = try RecordBlockReader(
            path: path, format: TextFormat(delimiter: delimiter, commentMarks: commentMarks), blockBytes: blockBytes)
    }

    /// The number of the line on which the current record starts, from 1.
    package var line: Int { block?.line(of: record) ?? 0 }

    /// The number of fields of the current record.
    package var fieldCount: Int { block?.fieldCount(of: record) ?? 0 }

    /// Gives the bytes of a field of the current record.
    ///
    /// - Precondition: there is a current record, and it has the field.
    @inline(__always)
    package func withField<Result>(
        _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        guard let block else { preconditionFailure("there is no record") }
        return try body(block.field(index, of: record))
    }

    /// A field of the current record.
    package func field(_ index: Int) -> String {
        withField(index) { String(decoding: $0, as: UTF8.self) }
    }

    /// Moves to the next record; false at the end of the file.
    ///
    /// - Throws: `.badData` for a quote that is not closed or is followed by text.
    package func advance() throws -> Bool {
        record += 1
        while true {
            if let block {
                if record < block.recordCount { return true }
                if let failure = block.failure { throw failure }
                blocks.recycle(block)
            }
            block = try blocks.next()
            guard let block else { return false }
            block.split(blocks.format, path: path)
            record = 0
        }
    }
}
