import Foundation

/// A directory of its own for a test, removed with everything in it when the last reference is gone.
public final class TemporaryDirectory: Sendable {
    public let path: String

    /// - Parameter parent: where to put it; the system's place for temporary files if nil.
    public init(in parent: TemporaryDirectory? = nil) throws {
        path = (parent?.path ?? FileManager.default.temporaryDirectory.path) + "/ballast-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Path of a file in the directory.
    public func file(_ name: String) -> String {
        path + "/" + name
    }

    /// Names of everything in the directory, hidden files included, sorted.
    public func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    /// The content of a file, anywhere.
    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Writes a file, anywhere.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// Removes a file, anywhere.
    public static func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: path)
    }
}
