internal import BallastData
internal import Foundation

/// A text file that is written piece by piece.
final class TextFile {
    private let path: String
    private let temporary: String
    private let stream: UnsafeMutablePointer<FILE>

    /// Writes a file that appears under its name when all of it has been written, or not at all.
    ///
    /// - Parameters:
    ///   - path: the file to write or replace.
    ///   - body: writes the pieces.
    /// - Throws: `DataError` if the system refuses, what `body` throws.
    static func writeAtomically(to path: String, _ body: (TextFile) throws -> Void) throws {
        let file = try TextFile(replacing: path)
        do {
            try body(file)
            try file.finish()
        } catch {
            unlink(file.temporary)
            throw error
        }
    }

    private init(replacing path: String) throws {
        let url = URL(fileURLWithPath: path)
        self.path = path
        temporary =
            url.deletingLastPathComponent().path
            + "/.\(url.lastPathComponent).\(getpid())-\(UInt64.random(in: 0 ... .max)).partial"
        guard let stream = fopen(temporary, "wxe") else { throw Self.failure("cannot create the file", path) }
        self.stream = stream
    }

    deinit {
        fclose(stream)
    }

    /// Adds a piece of text.
    func write(_ text: String) throws {
        var text = text
        let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, stream) == $0.count }
        guard isWritten else { throw Self.failure("cannot write the file", path) }
    }

    /// Puts the file, with all of its text on the disk, under its name.
    private func finish() throws {
        guard fflush(stream) == 0, fsync(fileno(stream)) == 0 else { throw Self.failure("cannot write the file", path) }
        guard rename(temporary, path) == 0 else { throw Self.failure("cannot replace the file", path) }
    }

    private static func failure(_ what: String, _ path: String) -> DataError {
        DataError(.inputOutput, file: path, "\(what): \(String(cString: strerror(errno)))")
    }
}
