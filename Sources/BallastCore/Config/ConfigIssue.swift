/// One thing wrong with a configuration.
///
/// Issues are gathered, not thrown one by one, so that a user sees all of them at once. Their sentences are made in
/// `ConfigWording.swift` alone.
public struct ConfigIssue: Hashable, Sendable {
    /// Where the offending text is.
    public var location: ConfigLocation
    /// Which setting it is about; the root when it is about the whole file.
    public var keyPath: ConfigKeyPath
    /// What is wrong.
    public var message: String
    /// What was found there.
    public var got: String?
    /// What would have been right.
    public var allowed: String?
    /// The nearest name that exists.
    public var suggestion: String?

    public init(
        location: ConfigLocation = .code, keyPath: ConfigKeyPath = .root, message: String, got: String? = nil,
        allowed: String? = nil, suggestion: String? = nil
    ) {
        self.location = location
        self.keyPath = keyPath
        self.message = message
        self.got = got
        self.allowed = allowed
        self.suggestion = suggestion
    }
}

/// Everything wrong with a configuration, ordered by where it was written.
public struct ConfigError: Error, Equatable, Sendable {
    public let issues: [ConfigIssue]

    public init(_ issues: [ConfigIssue]) {
        var seen: Set<ConfigIssue> = []
        let distinct = issues.filter { seen.insert($0).inserted }
        self.issues = distinct.enumerated()
            .sorted { ($0.element.location, $0.offset) < ($1.element.location, $1.offset) }
            .map(\.element)
    }

    /// A complaint of a component about one of its own settings, made while it is built.
    ///
    /// The registry completes the key path and the place in the file:
    /// `throw ConfigError(key: "alpha", "has 3 values, but the data set has 10 classes")`.
    public init(key: String, _ message: String) {
        self.init([.conflict(keyPath: ConfigKeyPath(dotted: key), location: .code, message)])
    }
}

extension ConfigError: CustomStringConvertible {
    /// One issue a line.
    public var description: String {
        issues.map(\.description).joined(separator: "\n")
    }
}
