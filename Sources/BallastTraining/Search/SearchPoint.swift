public import BallastCore

/// One combination of settings that a search tries.
public struct SearchPoint: Sendable {
    /// The point's number, from 0.
    public let index: Int
    /// Key paths and their values, with the places where the values are written.
    public let settings: [(key: String, value: ConfigNode)]

    /// `loss.gamma=2, optimizer.learning_rate=0.1`.
    public var label: String { settings.map { "\($0.key)=\($0.value.inlineYAML)" }.joined(separator: ", ") }

    var overrides: [ConfigOverride] {
        settings.map {
            ConfigOverride(keyPath: ConfigKeyPath(dotted: $0.key), value: $0.value, location: $0.value.location)
        }
    }
}

extension SearchConfig {
    /// Every point: the grid's combinations, keys in alphabetical order and the last varying fastest, each with every draw.
    public func points() -> [SearchPoint] {
        var combinations: [[(key: String, value: ConfigNode)]] = [[]]
        for (key, searched) in grid.sorted(by: { $0.key < $1.key }) {
            combinations = combinations.flatMap { known in searched.values.map { known + [(key, $0)] } }
        }
        if let random {
            let generator = NumPyRandom(seed: UInt32(truncatingIfNeeded: random.seed))
            let space = random.space.sorted { $0.key < $1.key }
            let draws = (0..<random.points).map { _ in
                space.map { (key: $0.key, value: $0.value.draw(generator)) }
            }
            combinations = combinations.flatMap { known in draws.map { known + $0 } }
        }
        return combinations.enumerated().map { SearchPoint(index: $0, settings: $1) }
    }

    /// The number of points, without making them; nil if it is beyond all measure.
    var pointCount: Int? {
        grid.values.reduce(random?.points ?? 1 as Int?) { count, searched in
            guard let count else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: searched.values.count)
            return overflow ? nil : product
        }
    }
}
