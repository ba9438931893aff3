import BallastCore

/// A value that a setting must refuse, and the message it must do so with.
struct InvalidValue {
    let node: ConfigNode
    /// The message of the issue, such as `out of range`.
    let message: String
}

extension SettingDescription {
    /// Values that the declaration rules out: of other types, outside its range, unknown choices.
    var invalidValues: [InvalidValue] { type.invalidValues(constraints) }
}

extension SettingType {
    fileprivate func invalidValues(_ constraints: SettingConstraints) -> [InvalidValue] {
        func wrongType(_ node: ConfigNode) -> InvalidValue { InvalidValue(node: node, message: "wrong type") }
        let text = ConfigNode.string("no_such_value")
        switch self {
        case .integer:
            return [wrongType(text), wrongType(.number(0.5))] + constraints.outside { .integer(Int($0)) }
        case .number:
            let notFinite = InvalidValue(node: .number(.nan), message: "not finite")
            return [wrongType(text)] + (constraints.isFinite ? [notFinite] : [])
                + constraints.outside { .number($0) }
        case .boolean:
            return [wrongType(text)]
        case .string:
            let unknown = InvalidValue(node: text, message: "unknown value")
            return [wrongType(.list([]))] + (constraints.allowed == nil ? [] : [unknown])
        case .choice:
            return [InvalidValue(node: text, message: "unknown value")]
        case .integerRange:
            return [wrongType(text)]
        case .list(let element):
            let length = constraints.count?.lower.flatMap { Int($0.text) } ?? 1
            let inner = element.invalidValues(constraints).map { invalid in
                InvalidValue(
                    node: .list([ConfigNode](repeating: invalid.node, count: Swift.max(length, 1))),
                    message: invalid.message)
            }
            return [wrongType(text)] + inner
        case .dictionary, .section:
            return [wrongType(text)]
        case .optional(let wrapped):
            return wrapped.invalidValues(constraints)
        case .component:
            return [wrongType(.integer(3))]
        }
    }
}

extension SettingConstraints {
    /// Values just outside the range.
    fileprivate func outside(_ make: (Double) -> ConfigNode) -> [InvalidValue] {
        func beyond(_ limit: SettingBounds.Limit?, by distance: Double) -> InvalidValue? {
            guard let limit, let value = Double(limit.text), abs(value) < 1e15 else { return nil }
            return InvalidValue(node: make(limit.isInclusive ? value + distance : value), message: "out of range")
        }
        return [beyond(bounds?.lower, by: -1), beyond(bounds?.upper, by: 1)].compactMap(\.self)
    }
}
