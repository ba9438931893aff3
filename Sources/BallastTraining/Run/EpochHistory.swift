/// The records of finished epochs, each with the line of JSON that files hold of it.
///
/// A line is made once: every epoch writes them all into the checkpoint, which must not cost more and more.
public struct EpochHistory: RandomAccessCollection, Equatable, Sendable {
    private var records: [EpochRecord] = []
    /// The records as JSON, one a line.
    private(set) var lines: [String] = []

    public init() {}

    /// Reads lines that ``lines`` gave.
    ///
    /// - Throws: `DecodingError` for a line that is no record.
    init(lines: [String]) throws {
        records = try lines.map { try JSONText.decode(EpochRecord.self, from: $0) }
        self.lines = lines
    }

    public var startIndex: Int { records.startIndex }
    public var endIndex: Int { records.endIndex }
    public subscript(position: Int) -> EpochRecord { records[position] }

    mutating func append(_ record: EpochRecord) throws {
        lines.append(try JSONText.encode(record))
        records.append(record)
    }

    public static func == (left: EpochHistory, right: EpochHistory) -> Bool { left.records == right.records }
}
