public import BallastCore
internal import Glibc

/// What a random search draws a setting from.
public struct SearchRange: SettingValue {
    public enum Kind: Equatable, Sendable {
        /// Uniform between two numbers.
        case linear(Double, Double)
        /// Uniform in the logarithm, between two numbers above 0.
        case log(Double, Double)
        /// Any integer from the first to the last.
        case integer(Int, Int)
        /// Any of the values.
        case choice([ConfigNode])
    }

    public let kind: Kind
    /// Where the range is written; what is drawn from it is placed there.
    private let location: ConfigLocation

    public static func == (left: SearchRange, right: SearchRange) -> Bool { left.kind == right.kind }

    public static var settingType: SettingType { .dictionary(.list(.number)) }

    private static let allowed =
        "must be one of {linear: [low, high]}, {log: [low, high]} with low > 0, {integer: [first, last]}, {choice: [value, …]}"

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Never>, in decoding: inout ConfigDecoding
    ) -> SearchRange? {
        guard let range = SearchRange(node) else {
            decoding.report(
                ConfigIssue(
                    location: node.location, keyPath: keyPath, message: "is no range", got: node.inlineYAML,
                    allowed: allowed))
            return nil
        }
        return range
    }

    private init?(_ node: ConfigNode) {
        location = node.location
        guard let entries = node.entries, entries.count == 1, let values = entries[0].value.elements, !values.isEmpty
        else { return nil }
        let numbers = values.compactMap(\.finiteNumber)
        switch entries[0].key {
        case "choice": kind = .choice(values)
        case "linear" where values.count == 2 && numbers.count == 2 && numbers[0] < numbers[1]:
            kind = .linear(numbers[0], numbers[1])
        case "log" where values.count == 2 && numbers.count == 2 && 0 < numbers[0] && numbers[0] < numbers[1]:
            kind = .log(numbers[0], numbers[1])
        case "integer":
            guard values.count == 2, case .integer(let first)? = values[0].scalar?.value,
                case .integer(let last)? = values[1].scalar?.value, first < last,
                // What the generator can draw from at once.
                last.subtractingReportingOverflow(first).partialValue < Int(UInt32.max),
                !last.subtractingReportingOverflow(first).overflow
            else { return nil }
            kind = .integer(first, last)
        default: return nil
        }
    }

    public func encode() -> ConfigNode {
        switch kind {
        case .linear(let low, let high): .section(["linear": .list([.number(low), .number(high)])])
        case .log(let low, let high): .section(["log": .list([.number(low), .number(high)])])
        case .integer(let first, let last): .section(["integer": .list([.integer(first), .integer(last)])])
        case .choice(let values): .section(["choice": .list(values)])
        }
    }

    /// A value by one draw.
    func draw(_ random: NumPyRandom) -> ConfigNode {
        var value = unplacedDraw(random)
        value.location = location
        return value
    }

    private func unplacedDraw(_ random: NumPyRandom) -> ConfigNode {
        switch kind {
        case .linear(let low, let high): .number(low + random.uniform() * (high - low))
        case .log(let low, let high):
            .number(min(high, max(low, exp(Glibc.log(low) + random.uniform() * Glibc.log(high / low)))))
        case .integer(let first, let last): .integer(random.integer(in: first..<last + 1))
        case .choice(let values): values[random.integer(in: 0..<values.count)]
        }
    }
}

extension ConfigNode {
    fileprivate var finiteNumber: Double? {
        switch scalar?.value {
        case .integer(let value)?: Double(value)
        case .number(let value)? where value.isFinite: value
        default: nil
        }
    }
}
