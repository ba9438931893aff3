/// Reads records of delimited text, one at a time: CSV as published, with any delimiter.
///
/// A field may stand in double quotes, in which `""` is a quote and delimiters and line ends are text (RFC 4180).
/// Blanks around fields are not part of them. Lines end in LF or CRLF; blank lines and a byte order mark are skipped.
package final class DelimitedReader {
    package enum Delimiter: Equatable, Sendable {
        case character(UInt8)
        /// Any run of spaces and tabs.
        case whitespace
    }

    package let path: String
    private let source: ByteSource
    private let delimiter: Delimiter

    /// The number of the line on which the current record starts, from 1.
    package private(set) var line = 0
    /// The text of the current record without quotes, one field after the other.
    private var text: [UInt8] = []
    private var ends: [Int] = []
    private var nextLine = 1
    private var isAtStart = true
    private let commentMarks: [UInt8]

    /// - Parameter commentMarks: lines that start with one of these characters are skipped.
    package init(path: String, delimiter: Delimiter, commentMarks: [UInt8] = []) throws {
        self.path = path
        self.delimiter = delimiter
        self.commentMarks = commentMarks
        source = try ByteSource(path: path)
    }

    /// The number of fields of the current record.
    package var fieldCount: Int { ends.count }

    /// Gives the bytes of a field of the current record.
    @inline(__always)
    package func withField<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
        -> Result
    {
        let start = index == 0 ? 0 : ends[index &- 1]
        return try text.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[start..<ends[index]]))
        }
    }

    /// A field of the current record.
    package func field(_ index: Int) -> String {
        withField(index) { String(decoding: $0, as: UTF8.self) }
    }

    /// Moves to the next record; false at the end of the file.
    ///
    /// - Throws: `.badData` for a quote that is not closed or is followed by text.
    package func advance() throws -> Bool {
        if isAtStart {
            isAtStart = false
            try skipByteOrderMark()
        }
        repeat {
            text.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            line = nextLine
            guard try readRecord() else { return false }
        } while ends.isEmpty
        return true
    }

    private static let newline = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")

    private func isBlank(_ byte: UInt8) -> Bool {
        guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") else {
            return false
        }
        return delimiter != .character(byte)
    }

    /// The bytes that end a field; twice the same if there is one only.
    private var delimiterBytes: (UInt8, UInt8) {
        switch delimiter {
        case .character(let character): (character, character)
        case .whitespace: (UInt8(ascii: " "), UInt8(ascii: "\t"))
        }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool { byte == delimiterBytes.0 || byte == delimiterBytes.1 }

    /// Reads up to the end of the line; false if there is nothing left. A blank line is a record of no fields.
    private func readRecord() throws -> Bool {
        guard var byte = try source.next() else { return false }
        if commentMarks.contains(byte) {
            nextLine += 1
            while let next = try source.next(), next != Self.newline {}
            return true
        }
        while true {
            while isBlank(byte), byte != Self.newline {
                guard let next = try source.next() else { return endRecord(afterDelimiter: !ends.isEmpty) }
                byte = next
            }
            if byte == Self.newline {
                nextLine += 1
                return endRecord(afterDelimiter: !ends.isEmpty)
            }
            let following = byte == Self.quote ? try readQuoted() : try readPlain(from: byte)
            ends.append(text.count)
            guard let following else { return true }
            if following == Self.newline {
                nextLine += 1
                return true
            }
            guard let next = try source.next() else { return endRecord(afterDelimiter: true) }
            byte = next
        }
    }

    /// A record that ends right after a delimiter has one more, empty, field.
    private func endRecord(afterDelimiter: Bool) -> Bool {
        if afterDelimiter, delimiter != .whitespace { ends.append(text.count) }
        return true
    }

    /// Reads a field without quotes and returns the delimiter or newline after it, or nil at the end of the file.
    private func readPlain(from first: UInt8) throws -> UInt8? {
        if isDelimiter(first) { return first }
        let start = text.count
        text.append(first)
        let (one, other) = delimiterBytes
        var end: UInt8?
        var isAtEnd = false
        while end == nil, !isAtEnd {
            try source.withAvailable { bytes in
                isAtEnd = bytes.isEmpty
                var count = 0
                while count < bytes.count {
                    let byte = bytes[count]
                    if byte == one || byte == other || byte == Self.newline {
                        end = byte
                        break
                    }
                    count &+= 1
                }
                text.append(contentsOf: bytes[..<count])
                return end == nil ? count : count + 1
            }
        }
        while text.count > start, let last = text.last, isBlank(last) { text.removeLast() }
        return end
    }

    /// Reads the rest of a field after its opening quote and returns the delimiter or newline after it.
    private func readQuoted() throws -> UInt8? {
        let opened = nextLine
        while let byte = try source.next() {
            guard byte == Self.quote else {
                if byte == Self.newline { nextLine += 1 }
                text.append(byte)
                continue
            }
            guard var after = try source.next() else { return nil }
            if after == Self.quote {
                text.append(Self.quote)
                continue
            }
            while isBlank(after), delimiter != .whitespace {
                guard let next = try source.next() else { return nil }
                after = next
            }
            if after == UInt8(ascii: "\r"), delimiter == .whitespace, let next = try source.next() { after = next }
            guard after == Self.newline || isDelimiter(after) else {
                throw DataError(
                    file: path, place: "line \(nextLine)", "a closing quote is followed by text",
                    expected: "a delimiter or the end of the line", got: "'\(Character(UnicodeScalar(after)))'")
            }
            return after
        }
        throw DataError(file: path, place: "line \(opened)", "a quote is opened and never closed")
    }

    private func skipByteOrderMark() throws {
        try source.withAvailable { $0.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
    }
}
