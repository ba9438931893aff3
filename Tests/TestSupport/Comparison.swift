/// How an array of numbers differs from the expected one, the shapes being equal.
///
/// An element agrees if |actual − expected| ≤ absolute + relative·|expected|, if both are the same infinity or if both
/// are NaN. Everything is compared in Double.
public struct Comparison: CustomStringConvertible {
    /// What does not agree; nil when everything does.
    public let difference: String?

    public var agrees: Bool { difference == nil }
    public var description: String { difference ?? "all elements agree" }

    /// - Parameter shape: extents with which to write indices; a flat index if nil.
    public init(
        _ actual: [some BinaryFloatingPoint], _ expected: [some BinaryFloatingPoint], relative: Double,
        absolute: Double, shape: [Int]? = nil
    ) {
        precondition(relative >= 0 && absolute >= 0, "tolerances cannot be negative")
        guard actual.count == expected.count else {
            difference = "\(actual.count) elements, expected \(expected.count)"
            return
        }
        if let shape, shape.reduce(1, *) != actual.count {
            difference = "\(actual.count) elements, expected shape \(shape)"
            return
        }
        var failures = 0
        var worst = (excess: -Double.infinity, index: 0)
        for index in actual.indices {
            let excess = Self.excess(
                Double(actual[index]), Double(expected[index]), relative: relative, absolute: absolute)
            guard excess > 1 else { continue }
            failures += 1
            if excess > worst.excess { worst = (excess, index) }
        }
        guard failures > 0 else {
            difference = nil
            return
        }
        let (got, wanted) = (Double(actual[worst.index]), Double(expected[worst.index]))
        let position = Self.position(worst.index, shape: shape)
        difference =
            "\(failures) of \(actual.count) elements differ; worst at \(position): \(got), expected \(wanted)"
            + ", difference \(abs(got - wanted)), allowed \(absolute + relative * abs(wanted))"
    }

    /// The difference in units of what is allowed; at most 1 for an element that agrees.
    private static func excess(_ actual: Double, _ expected: Double, relative: Double, absolute: Double) -> Double {
        if actual == expected || (actual.isNaN && expected.isNaN) { return 0 }
        guard actual.isFinite, expected.isFinite else { return .infinity }
        let allowed = absolute + relative * abs(expected)
        let difference = abs(actual - expected)
        return allowed > 0 ? difference / allowed : .infinity
    }

    private static func position(_ index: Int, shape: [Int]?) -> String {
        guard let shape, !shape.isEmpty else { return "[\(index)]" }
        var rest = index
        var position: [Int] = []
        for extent in shape.reversed() {
            position.append(rest % extent)
            rest /= extent
        }
        return "\(Array(position.reversed()))"
    }
}
