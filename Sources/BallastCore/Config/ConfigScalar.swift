/// A single value of a configuration as it was written, and what it means.
///
/// Meaning follows YAML 1.2's core schema, with the traps of other dialects taken out: `yes`, `no`, `on` and `off` are
/// strings, never booleans; `1e-3`, `.5` and `1_000` are numbers; `010` and `1:30` are strings, never octal or
/// sexagesimal numbers.
public struct ConfigScalar: Sendable {
    public enum Value: Hashable, Sendable {
        case null
        case boolean(Bool)
        case integer(Int)
        case number(Double)
        case string(String)
    }

    /// The text between the quotes, or the plain text.
    public let text: String
    /// What the text stands for; quoted text is always a string.
    public let value: Value

    /// Text as written without quotes.
    public init(plain text: String) {
        self.text = text
        value = Self.meaning(ofPlain: text)
    }

    /// Text as written in quotes.
    public init(quoted text: String) {
        self.text = text
        value = .string(text)
    }

    public init(_ number: Double) {
        text = Self.text(of: number)
        value = .number(number)
    }

    /// Whether the text is that of a whole number, even of one too large for `Int`.
    package var isWholeNumber: Bool {
        switch value {
        case .integer: true
        case .number: Self.digits(of: text) != nil
        case .null, .boolean, .string: false
        }
    }
}

extension ConfigScalar: Equatable {
    /// Equal meaning; `1e-3` equals `0.001`, but `1` does not equal `"1"`.
    public static func == (left: ConfigScalar, right: ConfigScalar) -> Bool {
        left.value == right.value
    }
}

extension ConfigScalar {
    private static func meaning(ofPlain text: String) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        case ".nan", ".NaN", ".NAN": return .number(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
        default: break
        }
        if let digits = digits(of: text) {
            if let integer = Int(digits) { return .integer(integer) }
            return Double(digits).map(Value.number) ?? .string(text)
        }
        if text.hasPrefix("0x"), let integer = Int(text.dropFirst(2), radix: 16) { return .integer(integer) }
        return number(of: text).map(Value.number) ?? .string(text)
    }

    /// The digits and sign of a decimal whole number without underscores; nothing if the text is anything else.
    private static func digits(of text: String) -> String? {
        var body = Substring(text)
        let isNegative = body.first == "-"
        if body.first == "-" || body.first == "+" { body.removeFirst() }
        guard let plain = joinedDigits(body) else { return nil }
        // A leading zero means octal to some readers and decimal to others.
        guard plain.count == 1 || plain.first != "0" else { return nil }
        return (isNegative ? "-" : "") + plain
    }

    /// The value of `[sign] digits [. digits] [e [sign] digits]`, where one of the first two groups may be missing.
    private static func number(of text: String) -> Double? {
        var body = Substring(text)
        let sign = body.first == "-" ? "-" : ""
        if body.first == "-" || body.first == "+" { body.removeFirst() }

        var exponent = "0"
        if let mark = body.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            var power = body[body.index(after: mark)...]
            let powerSign = power.first == "-" ? "-" : ""
            if power.first == "-" || power.first == "+" { power.removeFirst() }
            guard !power.isEmpty, power.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            exponent = powerSign + power
            body = body[..<mark]
        }

        let parts = body.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, parts.contains(where: { !$0.isEmpty }) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard let wholeDigits = whole.isEmpty ? "0" : joinedDigits(whole) else { return nil }
        guard let fractionDigits = fraction.isEmpty ? "0" : joinedDigits(fraction) else { return nil }
        // As for whole numbers: `01.5` is a slip of the hand more often than a number.
        guard wholeDigits.count == 1 || wholeDigits.first != "0" else { return nil }
        return Double("\(sign)\(wholeDigits).\(fractionDigits)e\(exponent)")
    }

    /// Digits with single underscores between them taken out.
    private static func joinedDigits(_ text: Substring) -> String? {
        let groups = text.split(separator: "_", omittingEmptySubsequences: false)
        guard groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        return groups.joined()
    }

    /// The shortest text that reads back as the same number, as a float in YAML 1.1 and 1.2 alike.
    static func text(of number: Double) -> String {
        if number.isNaN { return ".nan" }
        if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
        let text = number.description
        // YAML 1.1 wants a point in the mantissa: 1.0e-05, not 1e-05.
        guard let mark = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<mark] + ".0" + text[mark...]
    }
}
