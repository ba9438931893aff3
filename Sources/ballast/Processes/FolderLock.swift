import Foundation

/// A folder that one command at a time works in.
///
/// The lock is on an open file that children inherit, and so lasts until the last of them has ended, even if the command
/// itself was killed.
final class FolderLock {
    private let descriptor: Int32

    /// - Parameters:
    ///   - name: of the file that is locked.
    ///   - patience: seconds to wait for children of a command that was killed, which end by themselves.
    /// - Throws: `UsageError` if the folder stays in use.
    init(_ folder: String, name: String = ".lock", patience: Double = 10) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/\(name)"
        descriptor = open(path, O_RDWR | O_CREAT, 0o644)
        guard descriptor >= 0 else { throw NSError.lastPOSIXError(path) }
        let deadline = Date.now.addingTimeInterval(patience)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw NSError.lastPOSIXError(path) }
            guard Date.now < deadline else {
                throw UsageError("\(folder) is being worked in by another process")
            }
            usleep(20_000)
        }
    }

    deinit { close(descriptor) }
}
