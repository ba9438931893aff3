import ArgumentParser
import Foundation

/// `ballast notebook-cell LIBRARY`: what runs a compiled `swift` cell, in a process of its own.
struct NotebookCellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notebook-cell", abstract: "Run the main function of a shared library.", shouldDisplay: false)

    @Argument(help: "Shared library.") var library: String

    func run() throws {
        // A name without a slash would be looked for among the system's libraries.
        let path = URL(fileURLWithPath: library).path
        guard let handle = dlopen(path, RTLD_NOW) else { throw Self.error("cannot be loaded", library) }
        guard let symbol = dlsym(handle, "main") else { throw Self.error("has no main function", library) }
        typealias EntryPoint = @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
        let main = unsafeBitCast(symbol, to: EntryPoint.self)
        var arguments = [strdup(path), nil]
        let status = main(1, &arguments)
        // Flushes what the cell has printed.
        Foundation.exit(status)
    }

    private static func error(_ message: String, _ library: String) -> NotebookError {
        let reason = dlerror().map { ": " + String(cString: $0) } ?? ""
        return NotebookError(.cell, "\(library): \(message)\(reason)")
    }
}
