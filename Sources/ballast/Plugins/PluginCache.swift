import BallastData
import Ballast
import Foundation

/// Compiled plugins, kept by what they were made of: sources, compiler, framework.
struct PluginCache {
    let path: String

    /// `BALLAST_CACHE`, or `ballast` in the user's folder for caches.
    static let standard: PluginCache = {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["BALLAST_CACHE"] { return PluginCache(path: named) }
        let home = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? NSTemporaryDirectory()) + "/.cache"
        return PluginCache(path: home + "/ballast")
    }()

    /// Where the results of compiling a text with a compiler against modules are kept.
    func folder(digest: String, compiler: String, modules: FrameworkModules) throws -> String {
        var key = SHA256()
        for part in [
            digest, try FileStamp(path: compiler).description, modules.fingerprint, modules.path, ballastVersion,
        ] {
            key.update(part + "\0")
        }
        return path + "/plugins/" + key.finish()
    }

    /// The folder, filled by a step that is run if it does not exist, and which appears complete or not at all.
    func folder(_ folder: String, makingWith fill: (_ temporary: String) throws -> Void) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: folder) else { return }
        let temporary = folder + ".\(ProcessInfo.processInfo.processIdentifier)"
        try files.createDirectory(atPath: temporary, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: temporary) }
        try fill(temporary)
        // Another process may have been first; its result is as good.
        guard rename(temporary, folder) == 0 || files.fileExists(atPath: folder) else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: folder])
        }
    }
}
