extension Optional: SettingValue where Wrapped: SettingValue {
    public typealias RuleValue = Wrapped.RuleValue

    public static var settingType: SettingType { .optional(Wrapped.settingType) }

    /// An optional left out is `null`.
    public static var valueWhenAbsent: Wrapped?? { .some(nil) }

    public var isComplete: Bool { self?.isComplete ?? true }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<RuleValue>, in decoding: inout ConfigDecoding
    ) -> Wrapped?? {
        if node.isNull { return .some(nil) }
        return Wrapped.decode(node, at: keyPath, rules: rules, in: &decoding).map(Optional.some)
    }

    public func encode() -> ConfigNode { self?.encode() ?? .null }
}

extension Array: SettingValue where Element: SettingValue {
    public typealias RuleValue = Element.RuleValue

    public static var settingType: SettingType { .list(Element.settingType) }

    public var isComplete: Bool { allSatisfy(\.isComplete) }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Element.RuleValue>,
        in decoding: inout ConfigDecoding
    ) -> [Element]? {
        guard let elements = node.elements else { return mismatch(node, at: keyPath, rules: rules, in: &decoding) }
        var values: [Element] = []
        for (index, element) in elements.enumerated() {
            let value = Element.decode(
                element, at: keyPath.appending(index), rules: rules.ofElements, in: &decoding)
            if let value { values.append(value) }
        }
        if !rules.count.contains(elements.count) {
            decoding.report(
                .wrongCount(
                    keyPath: keyPath, node: node, count: elements.count, type: settingType,
                    constraints: rules.constraints))
            return nil
        }
        return values.count == elements.count ? values : nil
    }

    public func encode() -> ConfigNode { .list(map { $0.encode() }) }
}

extension Dictionary: SettingValue where Key == String, Value: SettingValue {
    public typealias RuleValue = Value.RuleValue

    public static var settingType: SettingType { .dictionary(Value.settingType) }

    public var isComplete: Bool { values.allSatisfy(\.isComplete) }

    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Value.RuleValue>,
        in decoding: inout ConfigDecoding
    ) -> [String: Value]? {
        guard let entries = node.entries else { return mismatch(node, at: keyPath, rules: rules, in: &decoding) }
        var values: [String: Value] = [:]
        for entry in entries {
            values[entry.key] = Value.decode(
                entry.value, at: keyPath.appending(entry.key), rules: rules.ofElements, in: &decoding)
        }
        if !rules.count.contains(entries.count) {
            decoding.report(
                .wrongCount(
                    keyPath: keyPath, node: node, count: entries.count, type: settingType,
                    constraints: rules.constraints))
            return nil
        }
        return values.count == entries.count ? values : nil
    }

    /// Keys in alphabetical order, so that equal dictionaries are written alike.
    public func encode() -> ConfigNode {
        ConfigNode(
            .mapping(sorted { $0.key < $1.key }.map { ConfigEntry(key: $0.key, value: $0.value.encode()) }))
    }
}

extension ClosedRange: SettingValue where Bound == Int {
    public typealias RuleValue = Int

    public static var settingType: SettingType { .integerRange }

    /// Reads `1...10`, `0..<10`, `[1, 10]` (both ends included) or a single integer.
    public static func decode(
        _ node: ConfigNode, at keyPath: ConfigKeyPath, rules: SettingRules<Int>, in decoding: inout ConfigDecoding
    ) -> ClosedRange<Int>? {
        guard let (first, last) = integerRangeEnds(of: node), first <= last else {
            return mismatch(node, at: keyPath, rules: rules, in: &decoding)
        }
        for end in [first, last]
        where checked(end, node: node, at: keyPath, rules: rules, in: &decoding) == nil { return nil }
        return first...last
    }

    public func encode() -> ConfigNode { .string("\(lowerBound)...\(upperBound)") }
}

/// First and last integer of a range as written.
private func integerRangeEnds(of node: ConfigNode) -> (first: Int, last: Int)? {
    func integer(_ node: ConfigNode) -> Int? {
        if case .integer(let value)? = node.scalar?.value { value } else { nil }
    }
    if let value = integer(node) { return (value, value) }
    if let elements = node.elements {
        guard elements.count == 2, let first = integer(elements[0]), let last = integer(elements[1]) else { return nil }
        return (first, last)
    }
    guard let text = node.string else { return nil }
    for (separator, excluded) in [("...", 0), ("..<", 1)] {
        guard let range = text.firstRange(of: separator) else { continue }
        let lower = ConfigNode(.scalar(ConfigScalar(plain: String(text[..<range.lowerBound]))))
        let upper = ConfigNode(.scalar(ConfigScalar(plain: String(text[range.upperBound...]))))
        guard let first = integer(lower), let last = integer(upper), last > Int.min else { return nil }
        return (first, last - excluded)
    }
    return nil
}
