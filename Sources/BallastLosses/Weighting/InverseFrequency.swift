public import BallastCore
import Foundation

/// Weights inversely proportional to a power of the class's frequency.
///
///     w_k = K · n_k^{−a} / Σ_j n_j^{−a}
///
/// with a = `power`, 1 by default; a = 0.5 is the smoothed variant. Normalised to sum to K, so that the loss keeps its
/// size. n_k counts the training split before any resampling.
public struct InverseFrequency: Weighting {
    public static let name = "inverse_frequency"
    public static let summary = "Weights inversely proportional to the class's frequency, or to a power of it."

    public struct Config: ComponentConfig {
        @Setting("Power a of the frequency: 1 balances the classes, 0.5 does so by half, 0 not at all.", range: 0...)
        public var power = 1.0

        public init() {}
    }

    public let weights: [Double]?

    /// - Throws: `ConfigError` if a class has no training examples.
    public init(config: Config, context: WeightingContext) throws {
        try context.requireExamples(of: Self.self)
        // From logarithms of the ratios to the smallest class: no power is too large.
        let smallest = Double(context.classCounts.min() ?? 1)
        weights = normalizedToCount(context.classCounts.map { exp(-config.power * log(Double($0) / smallest)) })
    }
}
