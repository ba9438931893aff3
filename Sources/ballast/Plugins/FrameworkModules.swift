import Foundation

/// The compiled modules of the framework that belong to this very program: what plugins are compiled against.
struct FrameworkModules {
    /// The folder of `.swiftmodule` files.
    let path: String
    /// Tells one build of the framework from another.
    let fingerprint: String

    /// C modules that the framework's own modules name. None of their declarations is in its interface, so that plugins
    /// are compiled against empty modules of these names, and need no header of a system library.
    static let hiddenModules = ["CKernels", "COneDNN", "CHDF5", "CZlib", "CCrypto", "CYaml"]

    /// Whether a plugin must not have this name.
    static func reserves(_ name: String) -> Bool {
        name.lowercased() == "ballast" || name.hasPrefix("Ballast") || hiddenModules.contains(name)
            || [
                "Swift", "Foundation", "Dispatch", "Glibc", "Yams", "OrderedCollections", "Logging", "ArgumentParser",
                "SwiftProtobuf",
            ]
            .contains(name)
    }

    /// This program's executable file.
    static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path

    /// Looks beside the executable, where a build puts them, and in `../lib/ballast/modules`, where `make install` does.
    ///
    /// - Throws: ``PluginError/noToolchain(_:)`` if they are in neither.
    static func located() throws -> FrameworkModules {
        let folder = URL(fileURLWithPath: executable).deletingLastPathComponent()
        let candidates = [
            folder.appendingPathComponent("Modules"),
            folder.deletingLastPathComponent().appendingPathComponent("lib/ballast/modules"),
        ].map(\.path)
        let found = candidates.first { FileManager.default.fileExists(atPath: $0 + "/Ballast.swiftmodule") }
        guard let found else {
            throw PluginError.noToolchain(
                "plugins cannot be compiled: Ballast.swiftmodule is neither in \(candidates.joined(separator: " nor in "))"
            )
        }
        return FrameworkModules(path: found, fingerprint: try FileStamp(path: executable).description)
    }
}

/// What a file's content is taken to depend on, without reading it.
struct FileStamp: CustomStringConvertible {
    let description: String

    init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: path])
        }
        description = "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
}
