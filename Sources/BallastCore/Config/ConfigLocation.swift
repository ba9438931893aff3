/// Where a piece of configuration was written.
public enum ConfigLocation: Hashable, Sendable {
    /// A place in a file; `line` and `column` count from 1.
    case file(path: String, line: Int, column: Int)
    /// A `--set key.path=value` of the command line; `index` counts them from 0.
    case override(text: String, index: Int)
    /// A value made by the program: a default, or a config built in code.
    case code

    /// The line in the file, if the place is in a file.
    public var line: Int? {
        if case .file(_, let line, _) = self { line } else { nil }
    }
}

extension ConfigLocation: CustomStringConvertible {
    /// `run.yaml:7:3`, `--set loss.gamma=2`, or an empty string for values made by the program.
    public var description: String {
        switch self {
        case .file(let path, let line, let column): "\(path):\(line):\(column)"
        case .override(let text, _): "--set \(text)"
        case .code: ""
        }
    }
}

extension ConfigLocation: Comparable {
    /// Files by path, line and column; then overrides in the order given; then values made by the program.
    public static func < (left: ConfigLocation, right: ConfigLocation) -> Bool {
        left.sortKey < right.sortKey
    }

    private var sortKey: (Int, String, Int, Int) {
        switch self {
        case .file(let path, let line, let column): (0, path, line, column)
        case .override(_, let index): (1, "", index, 0)
        case .code: (2, "", 0, 0)
        }
    }
}
