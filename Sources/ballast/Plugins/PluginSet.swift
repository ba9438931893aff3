import Ballast
import Foundation

/// The plugins of one command, in the order they were named.
struct PluginSet {
    private(set) var folders: [PluginFolder] = []
    private(set) var libraries: [String] = []

    /// - Parameter paths: folders of Swift files, or libraries (`.so`).
    /// - Throws: ``PluginError`` if one is neither, or two have one name.
    init(paths: [String] = []) throws {
        for path in paths { try add(path) }
    }

    /// Where the plugins are, as they were named.
    var paths: [String] { folders.map(\.path) + libraries }

    private mutating func add(_ path: String) throws {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        if path.hasSuffix(".so") {
            guard FileManager.default.fileExists(atPath: path) else {
                throw PluginError.unusable(path: path, "no such file")
            }
            if !libraries.contains(path) { libraries.append(path) }
            return
        }
        let folder = try PluginFolder(path: path)
        if let present = folders.first(where: { $0.name == folder.name }) {
            guard URL(fileURLWithPath: present.path).resolvingSymlinksInPath().path == resolved else {
                throw PluginError.duplicate(name: folder.name, paths: [present.path, path])
            }
            return
        }
        folders.append(folder)
    }

    /// Compiles, loads and registers all of them, on top of what the library has.
    func register(in library: inout ComponentLibrary, compiler: PluginCompiler = PluginCompiler()) throws {
        for folder in folders {
            try PluginLibrary(path: compiler.library(of: folder), shownAs: folder.path).register(in: &library)
        }
        for path in libraries {
            try PluginLibrary.probe(path, shownAs: path)
            try PluginLibrary(path: path, shownAs: path).register(in: &library)
        }
    }

    /// What the plugins add to the standard components, by kind, in the order of registration.
    static func additions(in library: ComponentLibrary) throws -> [(kind: String, components: [ComponentDescription])] {
        let standard = try ComponentLibrary.standard().catalog
        return library.catalog.registries.compactMap { registry in
            let known = Set(standard.registry(of: registry.kind)?.names ?? [])
            let added = registry.descriptions.filter { !known.contains($0.name) }
            return added.isEmpty ? nil : (registry.kind, added)
        }
    }

    /// The standard components and those of the plugins.
    func library() throws -> ComponentLibrary {
        var library = try ComponentLibrary.standard()
        try register(in: &library)
        return library
    }
}

extension PluginSet {
    /// What a run's record says of the plugins.
    func records() throws -> [PluginRecord] {
        try folders.map { PluginRecord(name: $0.name, digest: try $0.digest()) }
            + libraries.map { path in
                var digest = SHA256()
                try Data(contentsOf: URL(fileURLWithPath: path)).withUnsafeBytes { digest.update($0) }
                return PluginRecord(name: URL(fileURLWithPath: path).lastPathComponent, digest: digest.finish())
            }
    }

    /// Puts the plugins where the run can be evaluated with them, wherever the originals go.
    func copySources(into path: String) throws {
        for folder in folders { try folder.copy(into: path) }
        for library in libraries {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let target = "\(path)/\(URL(fileURLWithPath: library).lastPathComponent)"
            try Data(contentsOf: URL(fileURLWithPath: library)).write(
                to: URL(fileURLWithPath: target), options: .atomic)
        }
    }
}
