/// Numbers that were measured, such as a metric in every fold or for every seed.
public struct Sample: Equatable, Sendable {
    public let values: [Double]

    public init(_ values: [Double]) { self.values = values }

    public var count: Int { values.count }

    /// x̄ = Σx/n; nil of no values.
    public var mean: Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(count) }

    /// s² = Σ(x − x̄)²/(n − 1); nil of fewer than two values.
    public var variance: Double? {
        guard count > 1, let mean else { return nil }
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    }

    /// s/√n: how far, as a standard deviation, the mean of n independent values is from the one of all; nil of fewer than
    /// two values.
    public var standardError: Double? { variance.map { ($0 / Double(count)).squareRoot() } }
}
