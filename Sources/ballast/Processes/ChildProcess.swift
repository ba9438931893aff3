import Foundation

/// A program to start.
struct ChildLaunch {
    /// A path, or a name that is looked up in `PATH`.
    var executable: String
    /// Without the program's own name.
    var arguments: [String]
    var environment: [String: String]
    /// The working directory.
    var directory: String
}

/// How a process ended.
enum ChildStatus: Equatable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    /// The status as a shell gives it: 128 and the signal for a process that a signal ended.
    var code: Int32 {
        switch self {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }

    var description: String {
        switch self {
        case .exited(let code): "exit status \(code)"
        case .signalled(let signal): "signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }
}

/// A process in a group of its own: what it started ends with it, and a terminal's signals reach it through us alone.
///
/// Files take its output, so that no full pipe can block it and nothing that it leaves behind can hold one open.
struct ChildProcess {
    private let identifier: pid_t

    /// - Parameters:
    ///   - input: descriptor to read from; nil: there is nothing to read.
    ///   - output: file that takes standard output.
    ///   - errors: file that takes standard error; nil: it goes where standard output goes, in the order of writing.
    /// - Throws: a POSIX error if the system starts no process. A program that is not there ends with status 127.
    init(_ launch: ChildLaunch, input: Int32? = nil, output: String, errors: String?) throws {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        let writing = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, writing, 0o600)
        if let errors {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, writing, 0o600)
        } else {
            posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        }

        // We ignore the signals by which we are interrupted; a child must not inherit that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        // Swift does not see the C library's own way to choose the directory of a process; `env` replaces itself.
        let arguments = CStrings(["env", "-C", launch.directory, launch.executable] + launch.arguments)
        let environment = CStrings(launch.environment.map { "\($0)=\($1)" }.sorted())
        var identifier = pid_t()
        let error = posix_spawnp(
            &identifier, "env", &actions, &attributes, arguments.pointers, environment.pointers)
        guard error == 0 else {
            throw NSError(
                domain: NSPOSIXErrorDomain, code: Int(error),
                userInfo: [NSLocalizedDescriptionKey: "env: \(String(cString: strerror(error)))"])
        }
        self.identifier = identifier
    }

    /// Waits for the end, and ends what the process left running in its group.
    ///
    /// - Parameter isInterrupted: asked again and again; once it is true the whole group is ended.
    /// - Returns: how the process ended; nil if it was interrupted.
    func wait(isInterrupted: () -> Bool) -> ChildStatus? {
        defer { kill(-identifier, SIGKILL) }
        var pause: UInt32 = 1000
        while true {
            if let status = reap() { return status }
            if isInterrupted() { break }
            usleep(pause)
            pause = min(2 * pause, 20_000)
        }
        kill(-identifier, SIGTERM)
        for _ in 0..<100 {
            if reap() != nil { return nil }
            usleep(10_000)
        }
        end()
        return nil
    }

    /// Asks the process, and what it started, to come to an end.
    func interrupt() { kill(-identifier, SIGINT) }

    /// Ends the process and what it started, at once.
    func end() {
        kill(-identifier, SIGKILL)
        while reap() == nil { usleep(1000) }
    }

    /// How the process ended, if it has; to be asked until it has, and not again.
    func reap() -> ChildStatus? {
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
}

/// Strings as C functions take lists of them, for as long as the object lives.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

    deinit { for pointer in pointers { free(pointer) } }
}
