import Foundation

/// A pipe by which children learn that their parent is gone, however it ended.
///
/// The parent alone holds the end for writing, and writes nothing: the system closes it with the process, and the
/// children, who read it as their standard input, come to its end.
final class Lifeline {
    /// What children get as their standard input.
    let input: Int32
    private let held: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw NSError.lastPOSIXError("pipe") }
        (input, held) = (ends[0], ends[1])
        // A child that had it too would keep its siblings alive.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(held)
        close(input)
    }

    /// Ends this process, which is a child, as soon as its parent has. Its last checkpoint is where it continues.
    static func endWithParent() {
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while true {
                let count = read(STDIN_FILENO, &byte, 1)
                if count == 0 || count < 0 && errno != EINTR { _exit(Failure.Code.interrupted.rawValue) }
            }
        }
    }
}

extension NSError {
    /// The error of the last call to the system.
    static func lastPOSIXError(_ what: String) -> NSError {
        let code = errno
        return NSError(
            domain: NSPOSIXErrorDomain, code: Int(code),
            userInfo: [NSLocalizedDescriptionKey: "\(what): \(String(cString: strerror(code)))"])
    }
}
