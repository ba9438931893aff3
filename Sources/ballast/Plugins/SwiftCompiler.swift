import Foundation

/// The Swift compiler, used to make plugins.
struct SwiftCompiler {
    let path: String
    private let modules: FrameworkModules
    /// A folder with empty modules in the place of the framework's hidden ones.
    private let hidden: String

    /// - Parameter folder: where files that every compilation needs are written.
    /// - Throws: ``PluginError/noToolchain(_:)`` if there is no compiler.
    init(modules: FrameworkModules, folder: String) throws {
        self.modules = modules
        path = try Self.located()
        hidden = folder + "/hidden"
        try FileManager.default.createDirectory(atPath: hidden, withIntermediateDirectories: true)
        let map = FrameworkModules.hiddenModules.map { "module \($0) {}\n" }.joined()
        try Data(map.utf8).write(to: URL(fileURLWithPath: hidden + "/module.modulemap"))
    }

    /// The compiler that `BALLAST_SWIFTC` names, or `swiftc` of the search path.
    static func located() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["BALLAST_SWIFTC"] {
            guard FileManager.default.isExecutableFile(atPath: named) else {
                throw PluginError.noToolchain("BALLAST_SWIFTC names \(named), which cannot be executed")
            }
            return named
        }
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        let found = folders.map { "\($0)/swiftc" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let found else {
            throw PluginError.noToolchain(
                "plugins need the Swift compiler: swiftc is not in PATH; put it there, or name it in BALLAST_SWIFTC")
        }
        return found
    }

    /// What a compilation ended with.
    struct Outcome {
        let succeeded: Bool
        /// Errors and warnings, with file and line.
        let diagnostics: String
    }

    /// Compiles the sources of one module and nothing but its interface: module and symbol graph, into the folder.
    func emitInterface(of sources: [String], module: String, in folder: String) throws -> Outcome {
        try run(
            [
                "-parse-as-library", "-module-name", module, "-emit-module", "-emit-module-path",
                "\(folder)/\(module).swiftmodule", "-emit-symbol-graph", "-emit-symbol-graph-dir", folder,
                "-symbol-graph-minimum-access-level", "internal",
            ] + sources)
    }

    /// Reads the sources for errors and warnings alone.
    func check(_ sources: [String], module: String) throws -> Outcome {
        try run(["-parse-as-library", "-module-name", module, "-typecheck"] + sources)
    }

    /// Compiles the sources into a shared library that takes the framework from the program that loads it.
    func emitLibrary(of sources: [String], module: String, to library: String) throws -> Outcome {
        try run(["-parse-as-library", "-module-name", module, "-emit-library", "-O", "-wmo", "-o", library] + sources)
    }

    /// Compiles a `main.swift` into a shared library whose function `main` runs its statements.
    ///
    /// Two steps, as `-emit-library` alone takes a file for one without statements.
    func emitProgram(of source: String, module: String, to library: String) throws -> Outcome {
        let object = library + ".o"
        let outcome = try run(["-module-name", module, "-emit-object", "-O", "-wmo", "-o", object, source])
        guard outcome.succeeded else { return outcome }
        return try run(["-emit-library", "-o", library, object])
    }

    private func run(_ arguments: [String]) throws -> Outcome {
        // Both streams: the compiler writes diagnostics to either.
        let process = try CapturedProcess(
            path, ["-swift-version", "6", "-I", modules.path, "-I", hidden] + arguments, capturingOutput: true)
        // That a step failed is no news beside why.
        let lines = process.text.components(separatedBy: "\n").filter {
            !$0.hasPrefix("error: emit-module command failed")
        }
        return Outcome(succeeded: process.succeeded, diagnostics: lines.joined(separator: "\n"))
    }
}
