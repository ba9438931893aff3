package import Foundation

/// Records of bytes one after the other, as event files hold them.
///
/// A record is the length of its content (8 bytes), the masked checksum of that length (4 bytes), the content, and the
/// content's masked checksum (4 bytes); numbers are little-endian.
package enum RecordFraming {
    /// Appends a record to a file's bytes.
    package static func append(_ content: Data, to bytes: inout Data) {
        let length = littleEndian(UInt64(content.count))
        bytes.append(contentsOf: length)
        bytes.append(contentsOf: littleEndian(CRC32C.masked(length)))
        bytes.append(content)
        bytes.append(contentsOf: littleEndian(CRC32C.masked(content)))
    }

    /// The contents of a file's records up to its end, or up to the first record that is cut off or damaged: behind it
    /// nothing tells where the next one begins.
    ///
    /// - Returns: the contents, and whether the file ends with the last of them.
    package static func contents(of bytes: Data) -> (records: [Data], isWhole: Bool) {
        var records: [Data] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let header = rest.prefix(12)
            guard header.count == 12, CRC32C.masked(header.prefix(8)) == number(header.suffix(4)),
                let length = Int(exactly: number(header.prefix(8)) as UInt64), length <= rest.count - 16
            else { return (records, false) }
            rest.removeFirst(12)
            let content = rest.prefix(length)
            rest.removeFirst(length)
            guard CRC32C.masked(content) == number(rest.prefix(4)) else { return (records, false) }
            rest.removeFirst(4)
            records.append(Data(content))
        }
        return (records, true)
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    private static func number<Value: FixedWidthInteger>(_ bytes: Data) -> Value {
        bytes.reversed().reduce(0) { $0 << 8 | Value($1) }
    }
}
