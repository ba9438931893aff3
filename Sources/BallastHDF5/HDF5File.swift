internal import CHDF5
import Glibc

/// An HDF5 file. As a container it stands for its root group.
///
/// A damaged file gives an error. The exception is libhdf5's own: up to 1.10 at least it does not check the heap in which
/// variable-length strings are kept, nor all of the oldest format, so that some damage there can crash or stall it.
/// Files written here have checksums everywhere else.
///
/// It is closed when the file and all groups and datasets taken from it are gone, or at once by `close()`. Calls from
/// several threads are safe; they take turns. What is still open for writing when the process exits is lost.
public final class HDF5File: HDF5Container {
    public enum Mode: Sendable {
        case read
        case readWrite
    }

    public let handle: HDF5Handle

    private init(_ handle: HDF5Handle) {
        self.handle = handle
    }

    /// Opens an existing file.
    ///
    /// - Throws: `.fileNotFound`, `.notHDF5`, `.truncated`, `.damaged`, or `.system` when it is locked by a writer or
    ///   may not be read.
    public static func open(_ path: String, mode: Mode = .read) throws -> HDF5File {
        let source = HDF5Source(file: path, object: nil)
        try requireSignature(path, source: source)
        return try withHDF5 {
            let access = try fileAccess(source)
            defer { H5Pclose(access) }
            let flags = mode == .read ? ballast_h5_read_only() : ballast_h5_read_write()
            let id = H5Fopen(path, flags, access)
            guard id >= 0 else { throw openingFailure(path, mode: mode, source: source) }
            return HDF5File(HDF5Handle(file: path, identifier: id, isWritable: mode == .readWrite))
        }
    }

    /// Creates an empty file.
    ///
    /// Unlike `writeAtomically`, a process that dies while it writes leaves an unreadable file behind.
    ///
    /// - Parameters:
    ///   - path: the file to make.
    ///   - overwriting: replace an existing file instead of refusing.
    /// - Throws: `.fileExists`, `.system`.
    public static func create(_ path: String, overwriting: Bool = false) throws -> HDF5File {
        try create(path, overwriting: overwriting, named: path)
    }

    /// - Parameter name: the path that errors speak of.
    static func create(_ path: String, overwriting: Bool, named name: String) throws -> HDF5File {
        let source = HDF5Source(file: name, object: nil)
        if !overwriting, access(path, F_OK) == 0 {
            throw source.error(.fileExists, "the file exists and is not to be overwritten")
        }
        return try withHDF5 {
            let access = try fileAccess(source)
            defer { H5Pclose(access) }
            let creation = try source.check(ballast_h5_new_file_creation(), "cannot make file properties")
            defer { H5Pclose(creation) }
            // Equal content gives equal files only if they do not say when they were written.
            ballast_h5_omit_times(creation)
            let flags = overwriting ? ballast_h5_truncate() : ballast_h5_exclusive()
            let id = try source.check(
                H5Fcreate(path, flags, creation, access), "cannot create the file", kind: .system)
            return HDF5File(HDF5Handle(file: name, identifier: id, isWritable: true))
        }
    }

    /// Hands everything written so far to the operating system.
    public func flush() throws {
        try withHDF5 {
            try handle.source.check(H5Fflush(try handle.id, H5F_SCOPE_GLOBAL), "cannot flush the file", kind: .system)
        }
    }

    /// Closes the file with all groups and datasets taken from it, which throw `.closed` from then on. Without it
    /// the file is closed when the last reference is gone, but then a failure to write goes unnoticed.
    public func close() throws {
        try withHDF5 { try handle.close() }
    }

    /// Access properties. Closing a file closes its objects too, so that `close()` means what it says. What is written is
    /// in the format of HDF5 1.10, whose metadata have checksums, unlike those of the oldest format, the default:
    /// there a flipped bit can go unnoticed or, with bad luck, crash the library.
    private static func fileAccess(_ source: HDF5Source) throws -> hid_t {
        let access = try source.check(ballast_h5_new_file_access(), "cannot make file properties")
        H5Pset_fclose_degree(access, H5F_CLOSE_STRONG)
        H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110)
        return access
    }

    /// Looks for the file and its signature without the library, whose words about both are unhelpful.
    private static func requireSignature(_ path: String, source: HDF5Source) throws {
        guard !path.utf8.contains(0) else { throw source.error(.invalidArgument, "a path cannot contain NUL") }
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw source.error(.fileNotFound, "there is no such file") }
            throw source.systemError("cannot open the file")
        }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw source.error(.notHDF5, "is not a regular file")
        }
        guard status.st_size > 0 else { throw source.error(.notHDF5, "is not an HDF5 file: it is empty") }
        // The superblock may follow a user block: it is looked for at 0, 512, 1024, 2048, …
        let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
        var offset = 0
        while offset < status.st_size {
            var bytes = [UInt8](repeating: 0, count: signature.count)
            if pread(descriptor, &bytes, bytes.count, offset) == bytes.count, bytes == signature { return }
            offset = max(512, offset * 2)
        }
        throw source.error(.notHDF5, "is not an HDF5 file: it has no HDF5 signature")
    }

    /// Says why the file, which has a signature, could not be opened.
    private static func openingFailure(_ path: String, mode: Mode, source: HDF5Source) -> HDF5Error {
        let stack = HDF5ErrorStack.current()
        if stack.saysTruncated {
            return source.error(.truncated, "the file is truncated", detail: stack.cause)
        }
        if access(path, mode == .read ? R_OK : W_OK) != 0 {
            return source.systemError("cannot open the file")
        }
        if stack.causes.contains(where: { $0.contains("lock file") || $0.contains("already open") }) {
            return source.error(.system, "the file is in use", detail: stack.cause)
        }
        return source.error(.damaged, "cannot open the file", detail: stack.cause)
    }
}
