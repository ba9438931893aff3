internal import CZlib
import Glibc

/// A file read from start to end in pieces; one that is compressed with gzip is decompressed on the way.
package final class ByteSource {
    package let path: String
    private let file: gzFile
    private var buffer: [UInt8]
    private var position = 0
    private var filled = 0

    /// - Throws: `.inputOutput` if there is no such file or it may not be read.
    package init(path: String, bufferSize: Int = 1 << 18) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw DataError(.inputOutput, file: path, "cannot open the file: \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw DataError(.inputOutput, file: path, "is a directory, not a file")
        }
        guard let file = gzopen(path, "rbe") else {
            throw DataError(.inputOutput, file: path, "cannot open the file: \(String(cString: strerror(errno)))")
        }
        // Less than half of what is read at once, so that a file that is not compressed is read to where it is wanted.
        gzbuffer(file, UInt32(bufferSize / 4))
        self.path = path
        self.file = file
        buffer = [UInt8](repeating: 0, count: bufferSize)
    }

    deinit {
        gzclose_r(file)
    }

    /// The next byte, or nil at the end.
    @inline(__always)
    package func next() throws -> UInt8? {
        if position == filled {
            guard try refill() else { return nil }
        }
        defer { position &+= 1 }
        return buffer[position]
    }

    /// Gives the bytes at hand without copying them; empty at the end. `body` says how many of them it has used.
    @inline(__always)
    package func withAvailable(_ body: (UnsafeBufferPointer<UInt8>) throws -> Int) throws {
        if position == filled { _ = try refill() }
        position += try buffer.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[position..<filled]))
        }
    }

    /// Fills the target as far as the file lasts and returns how many bytes that were.
    package func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var count = min(filled - position, target.count)
        buffer.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: target[..<count])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
        }
        position += count
        while count < target.count {
            let more = try fill(UnsafeMutableRawBufferPointer(rebasing: target[count...]))
            guard more > 0 else { break }
            count += more
        }
        return count
    }

    /// Reads more of the file; false at its end.
    private func refill() throws -> Bool {
        filled = try buffer.withUnsafeMutableBytes { try fill($0) }
        position = 0
        return filled > 0
    }

    /// Reads at most as much as the memory takes, and returns how many bytes that were, 0 at the end.
    private func fill(_ memory: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = gzread(file, memory.baseAddress, UInt32(clamping: min(memory.count, 1 << 30)))
        var code: CInt = 0
        let message = gzerror(file, &code).map { String(cString: $0) } ?? ""
        // A compressed file that ends too early is reported after its last bytes, by the code alone.
        guard count >= 0, code == Z_OK || code == Z_STREAM_END else {
            if code == Z_ERRNO {
                throw DataError(.inputOutput, file: path, "cannot read the file: \(String(cString: strerror(errno)))")
            }
            let reason = code == Z_BUF_ERROR ? "the compressed file is truncated" : "the compressed file is damaged"
            throw DataError(file: path, reason + (message.isEmpty || code == Z_BUF_ERROR ? "" : " (\(message))"))
        }
        return Int(count)
    }
}
