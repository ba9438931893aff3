import BallastData
import Foundation

/// A folder of Swift files that make one plugin.
struct PluginFolder {
    /// As the user gave it.
    let path: String
    /// The name of the folder, which is the plugin's and its Swift module's.
    let name: String
    /// The Swift files directly in the folder, by name; those of folders inside it, tests for instance, are not part.
    let sources: [String]

    /// - Throws: ``PluginError`` if there is no such folder, no Swift file in it, or its name is no name for a module.
    init(path: String) throws {
        self.path = path
        name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
        guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
            throw PluginError.unusable(
                path: path, "a plugin's folder is named like a Swift type, in letters, digits and _; got \(name)")
        }
        guard !FrameworkModules.reserves(name) else {
            throw PluginError.unusable(path: path, "\(name) is a module of the framework; take another name")
        }
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw PluginError.unusable(path: path, "no such folder")
        }
        guard !entries.contains("Package.swift") else {
            throw PluginError.unusable(
                path: path, "it is a Swift package, which registers its components in a program of its own")
        }
        sources = entries.filter { $0.hasSuffix(".swift") }.sorted().map { path + "/" + $0 }
        guard !sources.isEmpty else { throw PluginError.unusable(path: path, "there is no .swift file in it") }
    }

    /// The digest of the name and of every source's name and text.
    func digest() throws -> String {
        var digest = SHA256()
        digest.update(name)
        for source in sources {
            let text = try String(contentsOfFile: source, encoding: .utf8)
            digest.update("\0\(URL(fileURLWithPath: source).lastPathComponent)\0\(text.utf8.count)\0")
            digest.update(text)
        }
        return digest.finish()
    }

    /// Copies the sources into a folder of the plugin's name.
    func copy(into folder: String) throws {
        let target = folder + "/" + name
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        for source in sources {
            let file = target + "/" + URL(fileURLWithPath: source).lastPathComponent
            try Data(contentsOf: URL(fileURLWithPath: source)).write(to: URL(fileURLWithPath: file), options: .atomic)
        }
    }
}
