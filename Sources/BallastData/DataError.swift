/// Why data could not be read, imported, split or written.
///
/// The description reads `FILE:LINE: WHAT: expected EXPECTED, got GOT`, without the parts that are nil.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a program may want to tell apart, for instance by its exit code.
    public enum Kind: Hashable, Sendable {
        /// The content is not what it should be: malformed, damaged, of another format or version.
        case badData
        /// The request does not fit the data: a column that is not there, a split that cannot be made.
        case badRequest
        /// The operating system refused.
        case inputOutput
    }

    public var kind: Kind
    /// The file, if there is one.
    public var file: String?
    /// The place in the file: `line 7, column 'Amount'`, `/train/y`, `record 12`.
    public var place: String?
    public var what: String
    public var expected: String?
    public var got: String?

    public init(
        _ kind: Kind = .badData, file: String? = nil, place: String? = nil, _ what: String, expected: String? = nil,
        got: String? = nil
    ) {
        self.kind = kind
        self.file = file
        self.place = place
        self.what = what
        self.expected = expected
        self.got = got
    }

    public var description: String {
        var text = [file, place].compactMap { $0 }.map { $0 + ": " }.joined() + what
        switch (expected, got) {
        case (let expected?, let got?): text += ": expected \(expected), got \(got)"
        case (let expected?, nil): text += ": expected \(expected)"
        case (nil, let got?): text += ": got \(got)"
        case (nil, nil): break
        }
        return text
    }
}
