internal import BallastCore

/// The metric by which epochs are compared.
struct Monitor {
    let name: String
    let direction: MetricDirection

    /// Whether a value beats another; equal values do not, so the first of equals stays the best.
    func isBetter(_ value: Double, than other: Double) -> Bool {
        direction == .lowerIsBetter ? value < other : value > other
    }
}
