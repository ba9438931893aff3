/// The values a setting may take, with each end open, closed or absent.
///
/// Where a setting is declared, Swift's own ranges do; ranges with an open lower end are spelled `above`:
///
/// ```swift
/// @Setting("Momentum.", range: 0..<1) var momentum = 0.9
/// @Setting("Step size.", range: .above(0)) var rate: Double
/// @Setting("Share of rows.", range: .above(0, through: 1)) var share = 1.0
/// ```
public struct SettingRange<Bound: Comparable>: Equatable {
    /// One end of a range.
    public struct Limit: Equatable {
        public let value: Bound
        public let isInclusive: Bool
    }

    public let lower: Limit?
    public let upper: Limit?

    init(lower: Limit?, upper: Limit?) {
        if let lower, let upper {
            precondition(lower.value <= upper.value, "a range's lower end must not exceed its upper end")
        }
        self.lower = lower
        self.upper = upper
    }

    public func contains(_ value: Bound) -> Bool {
        if let lower, !(value > lower.value || lower.isInclusive && value == lower.value) { return false }
        if let upper, !(value < upper.value || upper.isInclusive && value == upper.value) { return false }
        return true
    }
}

/// What may stand for a `SettingRange` in a declaration: the ranges of the standard library, and `above`.
public protocol SettingRangeConvertible<Bound> {
    associatedtype Bound: Comparable
    var settingRange: SettingRange<Bound> { get }
}

extension SettingRange: SettingRangeConvertible {
    public var settingRange: SettingRange { self }

    /// No limits.
    public static var unlimited: SettingRange { SettingRange(lower: nil, upper: nil) }
}

extension SettingRangeConvertible {
    /// Greater than `bound`.
    public static func above<T>(_ bound: T) -> Self where Self == SettingRange<T> {
        SettingRange(lower: .exclusive(bound), upper: nil)
    }

    /// Greater than `lower`, at most `upper`.
    public static func above<T>(_ lower: T, through upper: T) -> Self where Self == SettingRange<T> {
        SettingRange(lower: .exclusive(lower), upper: .inclusive(upper))
    }

    /// Greater than `lower`, less than `upper`.
    public static func above<T>(_ lower: T, below upper: T) -> Self where Self == SettingRange<T> {
        SettingRange(lower: .exclusive(lower), upper: .exclusive(upper))
    }

    /// `bound` alone: for the number of elements of a list.
    public static func exactly<T>(_ bound: T) -> Self where Self == SettingRange<T> {
        SettingRange(lower: .inclusive(bound), upper: .inclusive(bound))
    }
}

extension SettingRange.Limit {
    static func inclusive(_ value: Bound) -> Self { Self(value: value, isInclusive: true) }
    static func exclusive(_ value: Bound) -> Self { Self(value: value, isInclusive: false) }
}

extension ClosedRange: SettingRangeConvertible {
    public var settingRange: SettingRange<Bound> {
        SettingRange(lower: .inclusive(lowerBound), upper: .inclusive(upperBound))
    }
}

extension Range: SettingRangeConvertible {
    public var settingRange: SettingRange<Bound> {
        SettingRange(lower: .inclusive(lowerBound), upper: .exclusive(upperBound))
    }
}

extension PartialRangeFrom: SettingRangeConvertible {
    public var settingRange: SettingRange<Bound> { SettingRange(lower: .inclusive(lowerBound), upper: nil) }
}

extension PartialRangeThrough: SettingRangeConvertible {
    public var settingRange: SettingRange<Bound> { SettingRange(lower: nil, upper: .inclusive(upperBound)) }
}

extension PartialRangeUpTo: SettingRangeConvertible {
    public var settingRange: SettingRange<Bound> { SettingRange(lower: nil, upper: .exclusive(upperBound)) }
}

extension SettingRange: Sendable where Bound: Sendable {}
extension SettingRange.Limit: Sendable where Bound: Sendable {}
