/// What a setting's declaration demands beyond its type.
public struct SettingRules<Value: Comparable & Sendable>: Equatable, Sendable {
    /// The range of the value, or of each element of a list or section.
    public var range: SettingRange<Value>
    /// The only values (of each element) allowed.
    public var allowed: [Value]?
    /// How many elements the list or section may have.
    public var count: SettingRange<Int>
    /// Whether infinities and NaN are refused.
    public var isFinite: Bool
    /// Which registry a component's name is looked up in.
    public var kind: String?

    public init(
        range: SettingRange<Value> = .unlimited, allowed: [Value]? = nil,
        count: SettingRange<Int> = .unlimited, isFinite: Bool = true, kind: String? = nil
    ) {
        self.range = range
        self.allowed = allowed
        self.count = count
        self.isFinite = isFinite
        self.kind = kind
    }

    /// The rules of a list's elements: all but the length.
    var ofElements: SettingRules {
        var rules = self
        rules.count = .unlimited
        return rules
    }

    func accepts(_ value: Value) -> Bool {
        range.contains(value) && (allowed?.contains(value) ?? true)
    }

    /// The same without the value's type, for descriptions and messages.
    public var constraints: SettingConstraints {
        SettingConstraints(
            bounds: SettingBounds(range), allowed: allowed?.map { plainText($0) },
            count: SettingBounds(count), isFinite: isFinite, kind: kind)
    }
}

/// The rules of a setting, spelled as text.
public struct SettingConstraints: Hashable, Sendable {
    public var bounds: SettingBounds?
    public var allowed: [String]?
    public var count: SettingBounds?
    public var isFinite: Bool
    public var kind: String?

    public init(
        bounds: SettingBounds? = nil, allowed: [String]? = nil, count: SettingBounds? = nil, isFinite: Bool = true,
        kind: String? = nil
    ) {
        self.bounds = bounds
        self.allowed = allowed
        self.count = count
        self.isFinite = isFinite
        self.kind = kind
    }
}

/// The ends of a range, spelled as in YAML and JSON.
public struct SettingBounds: Hashable, Sendable {
    public struct Limit: Hashable, Sendable {
        public let text: String
        public let isInclusive: Bool
    }

    public let lower: Limit?
    public let upper: Limit?

    /// Nothing for a range without ends.
    init?<Bound>(_ range: SettingRange<Bound>) {
        if range.lower == nil, range.upper == nil { return nil }
        lower = range.lower.map { Limit(text: plainText($0.value), isInclusive: $0.isInclusive) }
        upper = range.upper.map { Limit(text: plainText($0.value), isInclusive: $0.isInclusive) }
    }
}

/// `0` rather than `0.0`: limits read as they are written in the declaration.
private func plainText(_ value: some Any) -> String {
    guard let number = value as? Double else { return String(describing: value) }
    let text = ConfigScalar.text(of: number)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
