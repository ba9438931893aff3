internal import BallastCore

extension WeightingContext {
    /// Refuses a class without training examples: its weight would be infinite.
    func requireExamples(of weighting: any Weighting.Type) throws {
        guard let empty = classCounts.firstIndex(where: { $0 <= 0 }) else { return }
        throw ConfigError(
            key: "", "\(weighting.name) needs training examples of every class, but class \(empty) has none")
    }
}

/// The values scaled to sum to their number.
func normalizedToCount(_ values: [Double]) -> [Double] {
    let factor = Double(values.count) / values.reduce(0, +)
    return values.map { $0 * factor }
}
