import Foundation

/// Standard output for results, standard error for everything said on the way.
enum Console {
    static func line(_ text: String) { write(text + "\n", to: .standardOutput) }

    static func error(_ text: String) { write(text + "\n", to: .standardError) }

    /// Rewrites the current line of the terminal on standard error.
    static func status(_ text: String) { write("\r\u{1B}[K" + text, to: .standardError) }

    /// Writes to standard error as it is.
    static func raw(_ text: String) { write(text, to: .standardError) }

    /// Whether standard error is a terminal.
    static let isTerminal = isatty(STDERR_FILENO) != 0

    /// The columns of the terminal on standard error; nil if it does not say.
    static var width: Int? {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return nil }
        return Int(size.ws_col)
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // A closed pipe (`| head`) is no reason to crash.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
