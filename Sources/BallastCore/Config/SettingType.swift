/// The kind of value a setting takes.
public indirect enum SettingType: Equatable, Sendable {
    case integer
    case number
    case boolean
    case string
    case choice([String])
    /// A range of integers, written `1...10`, `0..<10` or `[1, 10]`.
    case integerRange
    case list(SettingType)
    /// A section whose keys the user chooses.
    case dictionary(SettingType)
    /// The value may be `null`.
    case optional(SettingType)
    /// A section with settings of its own.
    case section([SettingDescription])
    /// A registered component: its name, or a section with its name under `type` beside its settings.
    case component

    /// A short name for tables and JSON: `list of number`.
    public var name: String {
        switch self {
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .string: "string"
        case .choice: "choice"
        case .integerRange: "range"
        case .list(let element): "list of \(element.name)"
        case .dictionary(let element): "dictionary of \(element.name)"
        case .optional(let wrapped): "optional \(wrapped.name)"
        case .section: "section"
        case .component: "component"
        }
    }
}

extension SettingType {
    /// Whether values of the type are components or may contain some.
    var mayNameComponents: Bool {
        switch self {
        case .component: true
        case .section(let settings): settings.contains { $0.type.mayNameComponents }
        case .list(let inner), .dictionary(let inner), .optional(let inner): inner.mayNameComponents
        case .integer, .number, .boolean, .string, .choice, .integerRange: false
        }
    }
}

/// One setting as declared: everything messages, help, documentation and `--json` say about it.
public struct SettingDescription: Equatable, Sendable {
    /// The key in YAML.
    public let name: String
    /// One or two sentences for the user.
    public let help: String
    public let type: SettingType
    public let constraints: SettingConstraints
    /// The value when the key is left out; nothing if the key is required.
    public let defaultValue: ConfigNode?

    public var isRequired: Bool { defaultValue == nil }
}
