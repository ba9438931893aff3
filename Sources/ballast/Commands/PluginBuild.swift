import ArgumentParser
import Foundation

/// `ballast plugin build DIR --out LIBRARY.so`.
struct PluginBuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Compile a plugin's folder into a library that --plugin loads.")

    @Argument(help: "Folder of Swift files.") var folder: String
    @Option(help: "Library to write, with the extension .so.") var out: String

    func validate() throws {
        guard out.hasSuffix(".so") else { throw ValidationError("--out names a library, with the extension .so") }
    }

    func run() throws {
        let library = try PluginCompiler().library(of: PluginFolder(path: folder))
        try Data(contentsOf: URL(fileURLWithPath: library)).write(to: URL(fileURLWithPath: out), options: .atomic)
        Console.line(out)
    }
}
