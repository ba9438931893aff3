import Foundation

/// Makes libraries of folders of Swift files.
struct PluginCompiler {
    let cache: PluginCache

    init(cache: PluginCache = .standard) { self.cache = cache }

    /// The library of a folder: from the cache if nothing it depends on has changed, else compiled and tried.
    ///
    /// - Throws: ``PluginError``: the compiler's own words if the sources do not compile.
    func library(of folder: PluginFolder) throws -> String {
        let modules = try FrameworkModules.located()
        let kept = try cache.folder(
            digest: folder.digest(), compiler: SwiftCompiler.located(), modules: modules)
        let file = "lib\(folder.name).so"
        try cache.folder(kept) { temporary in
            let compiler = try SwiftCompiler(modules: modules, folder: temporary)
            try compile(folder, with: compiler, in: temporary, to: "\(temporary)/\(file)")
            // A plugin that ends the program while it registers must not end the one that wants to train.
            try PluginLibrary.probe("\(temporary)/\(file)", shownAs: folder.path)
        }
        return "\(kept)/\(file)"
    }

    /// What the compiler has to say about the sources of a folder: errors and warnings, with file and line.
    func diagnostics(of folder: PluginFolder) throws -> SwiftCompiler.Outcome {
        try withTemporaryFolder("check") { workspace in
            try SwiftCompiler(modules: .located(), folder: workspace).check(folder.sources, module: folder.name)
        }
    }

    /// Two steps: the module's interface tells which types are components, and the function that registers them is
    /// compiled with the sources.
    private func compile(
        _ folder: PluginFolder, with compiler: SwiftCompiler, in workspace: String, to library: String
    ) throws {
        let interface = try compiler.emitInterface(of: folder.sources, module: folder.name, in: workspace)
        guard interface.succeeded else { throw PluginError.compilation(diagnostics: interface.diagnostics) }
        let components = try SymbolGraph.read(module: folder.name, in: workspace).components
        guard !components.isEmpty else { throw PluginError.empty(path: folder.path) }
        let entry = "\(workspace)/PluginEntry.swift"
        try Self.entry(registering: components).write(toFile: entry, atomically: false, encoding: .utf8)
        let outcome = try compiler.emitLibrary(of: folder.sources + [entry], module: folder.name, to: library)
        guard outcome.succeeded else { throw PluginError.compilation(diagnostics: outcome.diagnostics) }
    }

    private static func entry(registering components: [String]) -> String {
        """
        import Ballast

        @_cdecl("ballast_plugin")
        public func ballastPlugin() -> UnsafeMutableRawPointer {
            PluginEntry { library in
        \(components.map { "        try library.register(\($0).self)" }.joined(separator: "\n"))
            }.handedOut()
        }

        """
    }
}
