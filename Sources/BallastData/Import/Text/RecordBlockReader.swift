internal import CKernels
import Glibc

/// Cuts a text file into blocks of whole records, one after the other; each may then be worked on by a thread of its own.
///
/// Where a block ends depends on the file alone. Not for concurrent use.
package final class RecordBlockReader {
    package let path: String
    package let format: TextFormat
    private let source: ByteSource
    private let blockBytes: Int
    /// The beginning of the next block, which was read with the last one.
    private var rest: [UInt8] = []
    private var line = 1
    private var isAtStart = true
    private var isFinished = false
    private var free: [RecordBlock] = []

    /// Bytes of a block: its text, fields and values together fit a core's cache.
    package static let defaultBlockBytes = 1 << 18
    /// The most that a record may take.
    static let largestBlock = 1 << 30

    /// - Parameters:
    ///   - path: the file, which may be compressed with gzip.
    ///   - format: delimiter and comments.
    ///   - blockBytes: bytes of text in a block, if no record is longer.
    package init(path: String, format: TextFormat, blockBytes: Int = RecordBlockReader.defaultBlockBytes) throws {
        self.path = path
        self.format = format
        self.blockBytes = max(blockBytes, 16)
        source = try ByteSource(path: path)
    }

    /// The next block, whose records are still to be found; nil at the end of the file.
    ///
    /// - Throws: what reading the file throws; `.badData` for a record that is too long to be one.
    package func next() throws -> RecordBlock? {
        guard !isFinished else { return nil }
        let block = free.popLast() ?? RecordBlock(capacity: blockBytes)
        block.begin(line: line, with: rest)
        rest.removeAll(keepingCapacity: true)
        while true {
            try block.read(source)
            if isAtStart {
                isAtStart = false
                if block.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { block.drop(first: 3) }
            }
            if block.isLast {
                isFinished = true
                return block.count == 0 ? nil : block
            }
            if let end = recordsEnd(of: block) {
                rest.append(contentsOf: block.bytes[end...])
                block.keep(first: end)
                return block
            }
            guard block.capacity < Self.largestBlock else {
                throw DataError(
                    file: path, place: "line \(block.firstLine)", "a record is too long",
                    expected: "at most \(Self.largestBlock) bytes")
            }
            block.grow(to: 2 * block.capacity)
        }
    }

    /// Takes back the memory of a block that nobody uses any more.
    package func recycle(_ block: RecordBlock) {
        if block.capacity <= 2 * blockBytes { free.append(block) }
    }

    /// Where the last whole record of a block ends, and the next block begins; nil if it holds no whole record.
    private func recordsEnd(of block: RecordBlock) -> Int? {
        let bytes = block.bytes
        guard let base = bytes.baseAddress else { return nil }
        guard memchr(base, CInt(UInt8(ascii: "\"")), bytes.count) != nil else {
            // Without quotes a record ends with its line.
            guard let last = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
            let end = last + 1
            line += Int(ballast_count_byte(base, Int64(end), UInt8(ascii: "\n")))
            return end
        }
        let (end, lines) = block.split(format, path: path)
        if block.failure != nil {
            isFinished = true
            return bytes.count
        }
        guard end > 0 else {
            block.unsplit()
            return nil
        }
        line += lines
        return end
    }
}
