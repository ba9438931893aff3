import Foundation

/// A `swift` cell as it is handed to the compiler.
struct SwiftCellSource {
    let text: String
    /// Where the text stands, for the compiler's messages: the notebook and the first line, counted from 1.
    let file: String
    let line: Int
    /// An empty folder for what is written and compiled.
    let folder: String
}

/// Makes a program of a `swift` cell.
protocol SwiftCellRunner {
    /// - Parameters:
    ///   - directory: where the program runs.
    ///   - environment: what it sees.
    /// - Returns: the process to launch.
    /// - Throws: `NotebookError` with the compiler's words if the source does not compile.
    func launch(
        _ source: SwiftCellSource, in directory: String, environment: [String: String]
    ) throws -> CellLaunch
}

/// Compiles a cell into a shared library, which the program loads in a process of its own.
struct LibraryCellRunner: SwiftCellRunner {
    func launch(
        _ source: SwiftCellSource, in directory: String, environment: [String: String]
    ) throws -> CellLaunch {
        try FileManager.default.createDirectory(atPath: source.folder, withIntermediateDirectories: true)
        // Messages name the notebook and its lines, as if it were what is compiled.
        let location = "#sourceLocation(file: \(Self.literal(source.file)), line: \(source.line))\n"
        try (location + source.text).write(
            toFile: source.folder + "/main.swift", atomically: true, encoding: .utf8)
        let library = try Self.compile(folder: source.folder)
        return CellLaunch(
            executable: ScratchFolder.program, arguments: ["notebook-cell", library], environment: environment,
            directory: directory)
    }

    /// Compiles `main.swift` in the folder against the program's own modules into a shared library with a `main`.
    ///
    /// - Returns: the library's path.
    /// - Throws: `NotebookError` with the compiler's messages.
    static func compile(folder: String) throws -> String {
        let library = folder + "/libCell.so"
        do {
            let compiler = try SwiftCompiler(modules: .located(), folder: folder)
            let outcome = try compiler.emitProgram(of: folder + "/main.swift", module: "Cell", to: library)
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
