internal import CHDF5
import Glibc

extension HDF5File {
    /// Writes a file so that, whatever happens, `path` holds either what it held before or the complete new content.
    ///
    /// `body` fills a temporary file in the same directory, which is then flushed, closed, synced to the disk and renamed;
    /// after that the directory is synced. If anything fails the temporary file is removed. If the process is killed it
    /// stays, to be cleared by `removePartialFiles(of:)`.
    ///
    /// - Parameters:
    ///   - path: the file to write or replace.
    ///   - body: gets the file, which is closed, with all that was taken from it, when it returns.
    /// - Throws: what `body` throws, or `.system`.
    @discardableResult
    public static func writeAtomically<Result>(
        to path: String, _ body: (HDF5File) throws -> Result
    ) throws -> Result {
        try replace(path) { try body($0.file) }
    }

    /// As `writeAtomically`, for content that may have to be begun anew.
    public static func replace<Result>(_ path: String, _ body: (HDF5Replacement) throws -> Result) throws -> Result {
        let source = HDF5Source(file: path, object: nil)
        let (directory, name) = split(path)
        let temporary =
            "\(directory)/\(partialPrefix(name))\(getpid())-\(UInt64.random(in: 0 ... .max))\(partialSuffix)"
        do {
            let replacement = HDF5Replacement(
                try create(temporary, overwriting: false, named: path), temporary: temporary, path: path)
            let result: Result
            do {
                result = try body(replacement)
                try replacement.file.flush()
                try replacement.file.close()
            } catch {
                try? replacement.file.close()
                throw error
            }
            try sync(temporary, source: source)
            guard rename(temporary, path) == 0 else { throw source.systemError("cannot replace the file") }
            // The new file is in place; this makes sure that its name outlasts a loss of power.
            try sync(directory, source: source)
            return result
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Removes what killed processes left behind when they wrote `path` atomically. To be called when nobody else can be
    /// writing it, say by the owner of a run's folder when the run is resumed.
    public static func removePartialFiles(of path: String) throws {
        let source = HDF5Source(file: path, object: nil)
        let (directory, name) = split(path)
        guard let stream = opendir(directory) else { throw source.systemError("cannot list '\(directory)'") }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let file = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard file.hasPrefix(partialPrefix(name)), file.hasSuffix(partialSuffix) else { continue }
            guard unlink("\(directory)/\(file)") == 0 || errno == ENOENT else {
                throw source.systemError("cannot remove '\(file)'")
            }
        }
    }

    private static let partialSuffix = ".partial"

    private static func partialPrefix(_ name: Substring) -> String { ".\(name)." }

    private static func split(_ path: String) -> (directory: String, name: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), path[path.index(after: slash)...])
    }

    private static func sync(_ path: String, source: HDF5Source) throws {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw source.systemError("cannot open '\(path)' to sync it") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw source.systemError("cannot sync '\(path)'") }
    }
}

/// A file on its way to take the place of another one.
public final class HDF5Replacement {
    public private(set) var file: HDF5File
    private let temporary: String
    private let path: String

    fileprivate init(_ file: HDF5File, temporary: String, path: String) {
        self.file = file
        self.temporary = temporary
        self.path = path
    }

    /// Makes the file empty again. What was taken from it is closed, and `file` is another object from then on.
    ///
    /// - Throws: `.system`.
    public func startOver() throws {
        try file.close()
        file = try HDF5File.create(temporary, overwriting: true, named: path)
    }
}

extension HDF5Source {
    /// An error of the system call that has just failed.
    func systemError(_ what: String) -> HDF5Error {
        error(.system, "\(what): \(String(cString: strerror(errno)))")
    }
}
