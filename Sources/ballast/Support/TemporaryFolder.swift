import Foundation

/// Makes a folder, lends it to the body, and removes it.
func withTemporaryFolder<Result>(_ purpose: String, _ body: (_ path: String) throws -> Result) throws -> Result {
    let files = FileManager.default
    let path = files.temporaryDirectory.appendingPathComponent("ballast-\(purpose)-\(UUID().uuidString)").path
    try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: path) }
    return try body(path)
}
