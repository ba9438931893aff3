/// A checkpoint that cannot be used.
public struct CheckpointError: Error, Equatable, CustomStringConvertible {
    public let path: String
    /// What is wrong: what was found, what was expected.
    public let problem: String

    init(_ path: String, _ problem: String) {
        self.path = path
        self.problem = problem
    }

    public var description: String { "\(path): \(problem)" }
}
