import Foundation

/// A directory of its own for a test, removed with everything in it when the last reference is gone.
public final class TemporaryDirectory: Sendable {
    public let path: String

    public init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("ballast-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Path of a file in the directory.
    public func file(_ name: String) -> String {
        path + "/" + name
    }
}
