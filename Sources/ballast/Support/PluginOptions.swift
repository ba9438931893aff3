import ArgumentParser
import Ballast
import Foundation

/// The plugins that a command line names.
struct PluginOptions: ParsableArguments {
    @Option(
        name: .customLong("plugin"),
        help: ArgumentHelp(
            "Plugin to load first: a folder of Swift files, or a library. May be repeated.", valueName: "path"))
    var paths: [String] = []

    func set() throws -> PluginSet { try PluginSet(paths: paths) }

    /// The plugins of a configuration's `plugins`, then those of the command line.
    ///
    /// - Throws: `ConfigError` naming the line of a plugin that cannot be one.
    func set(alsoNamedIn node: ConfigNode) throws -> PluginSet {
        var issues: [ConfigIssue] = []
        var named: [String] = []
        // What is no list of strings is reported with everything else that is wrong, when the whole is decoded.
        for (index, element) in (node["plugins"]?.elements ?? []).enumerated() {
            guard let path = element.string else { continue }
            do {
                _ = try PluginSet(paths: [path])
                named.append(path)
            } catch {
                issues.append(
                    ConfigIssue(
                        location: element.location, keyPath: ConfigKeyPath(dotted: "plugins[\(index)]"),
                        message: "\(error)"))
            }
        }
        guard issues.isEmpty else { throw ConfigError(issues) }
        return try PluginSet(paths: named + paths)
    }

    /// The components for a trained model: with the plugins of the command line, and of the run it is of, unless the
    /// command line names plugins of the same names.
    ///
    /// - Parameter model: a run folder, or a checkpoint, beside which the run's plugins are looked for.
    func registries(ofRun model: String) throws -> Registries {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: model, isDirectory: &isFolder)
        let folder = exists && isFolder.boolValue ? model : URL(fileURLWithPath: model).deletingLastPathComponent().path
        let recorded = RunFolder(path: folder).pluginsPath
        let given = Set(paths.map { URL(fileURLWithPath: $0).standardizedFileURL.lastPathComponent })
        let copies = ((try? FileManager.default.contentsOfDirectory(atPath: recorded)) ?? []).sorted()
            .filter { !given.contains($0) }
        return try PluginSet(paths: copies.map { "\(recorded)/\($0)" } + paths).library().registries
    }
}
