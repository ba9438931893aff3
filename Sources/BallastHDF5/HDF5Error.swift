/// Why a file, an object or a value could not be read or written.
///
/// The description reads `FILE: OBJECT: WHAT: expected EXPECTED, got GOT (HDF5: DETAIL)`, without the parts that
/// are nil.
public struct HDF5Error: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a program may want to tell apart.
    public enum Kind: Hashable, Sendable {
        /// There is no such file.
        case fileNotFound
        /// The file exists and was not to be overwritten.
        case fileExists
        /// The operating system refused: permissions, locks, a full disk.
        case system
        /// The file has no HDF5 signature.
        case notHDF5
        /// The file is shorter than it says.
        case truncated
        /// The file's structure or data cannot be decoded.
        case damaged
        /// No object, or no attribute, of that name.
        case missing
        /// The name is taken.
        case exists
        /// A group where a dataset was expected, or the reverse.
        case wrongObject
        /// The element type cannot be read or written as the requested one.
        case wrongType
        /// A value does not fit the requested type.
        case valueOutOfRange
        /// Rank, extents or count differ from what was asked.
        case wrongShape
        /// Row indices outside the dataset, or not in order.
        case rowOutOfRange
        /// More elements than can be held in memory or are in the file.
        case tooLarge
        /// An option or name that HDF5 does not allow.
        case invalidArgument
        /// The file was opened for reading only.
        case readOnly
        /// The file was closed.
        case closed
    }

    public var kind: Kind
    /// Path of the file.
    public var file: String
    /// Path of the object in the file; nil when the file itself is meant.
    public var object: String?
    public var what: String
    public var expected: String?
    public var got: String?
    /// The most specific line of the library's error stack.
    public var detail: String?

    public init(
        _ kind: Kind, file: String, object: String? = nil, _ what: String, expected: String? = nil, got: String? = nil,
        detail: String? = nil
    ) {
        self.kind = kind
        self.file = file
        self.object = object
        self.what = what
        self.expected = expected
        self.got = got
        self.detail = detail
    }

    public var description: String {
        var text = file + ": "
        if let object { text += object + ": " }
        text += what
        switch (expected, got) {
        case (let expected?, let got?): text += ": expected \(expected), got \(got)"
        case (let expected?, nil): text += ": expected \(expected)"
        case (nil, let got?): text += ": got \(got)"
        case (nil, nil): break
        }
        if let detail { text += " (HDF5: \(detail))" }
        return text
    }
}
