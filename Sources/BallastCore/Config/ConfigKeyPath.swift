/// The way from the root of a configuration to one of its values: `transforms.0.size`.
///
/// List elements are addressed by their index from 0, as in `--set transforms.0.size=24`.
public struct ConfigKeyPath: Hashable, Sendable {
    public var components: [String]

    public init(_ components: [String] = []) {
        self.components = components
    }

    public static let root = ConfigKeyPath()

    public func appending(_ component: String) -> ConfigKeyPath {
        ConfigKeyPath(components + [component])
    }

    public func appending(_ index: Int) -> ConfigKeyPath {
        appending(String(index))
    }

    /// The path of `relative` when it is read below this one.
    public func appending(_ relative: ConfigKeyPath) -> ConfigKeyPath {
        ConfigKeyPath(components + relative.components)
    }
}

extension ConfigKeyPath: CustomStringConvertible {
    public var description: String { components.joined(separator: ".") }
}

extension ConfigKeyPath: ExpressibleByStringLiteral {
    /// Splits at the dots; an empty string is the root.
    public init(stringLiteral text: String) {
        self.init(dotted: text)
    }

    /// Splits at the dots; an empty string is the root.
    public init(dotted text: String) {
        self.init(text.isEmpty ? [] : text.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
    }
}
