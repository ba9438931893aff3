import Foundation

/// A `swift` cell, which is compiled into a shared library that the program loads in a process of its own.
struct SwiftCell {
    let text: String
    /// Where the text stands, for the compiler's messages: the notebook and the first line, counted from 1.
    let file: String
    let line: Int
    /// An empty folder for what is written and compiled.
    let folder: String

    /// - Parameters:
    ///   - directory: where the program runs.
    ///   - environment: what it sees.
    /// - Returns: the process to launch.
    /// - Throws: `NotebookError` with the compiler's words if the text does not compile.
    func launch(in directory: String, environment: [String: String]) throws -> ChildLaunch {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return ChildLaunch(
            executable: FrameworkModules.executable, arguments: ["notebook-cell", try compile()],
            environment: environment, directory: directory)
    }

    /// Compiles the text against the program's own modules into a shared library with a `main`.
    ///
    /// - Returns: the library's path.
    private func compile() throws -> String {
        let (source, library) = (folder + "/main.swift", folder + "/libCell.so")
        // Messages name the notebook and its lines, as if it were what is compiled.
        let location = "#sourceLocation(file: \(Self.literal(file)), line: \(line))\n"
        try (location + text).write(toFile: source, atomically: true, encoding: .utf8)
        do {
            let compiler = try SwiftCompiler(modules: .located(), folder: folder)
            let outcome = try compiler.emitProgram(of: source, module: "Cell", to: library)
            guard outcome.succeeded else { throw NotebookError(.cell, outcome.diagnostics) }
        } catch let error as PluginError {
            throw NotebookError(.cell, error.description)
        }
        return library
    }

    private static func literal(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
