public import BallastCore
import Foundation

/// Class-balanced weights: inversely proportional to the effective number of examples.
///
///     w_k = K · (1/E_k) / Σ_j (1/E_j),   E_k = (1 − β^{n_k}) / (1 − β)
///
/// β = 0 gives equal weights, β → 1 inverse frequency. n_k counts the training split before any resampling. Cui et al.,
/// Proposition 1 and section 4.
public struct EffectiveNumber: Weighting {
    public static let name = "effective_number"
    public static let summary = "Class-balanced weights: inverse effective number of examples."
    public static let paper: String? =
        "Cui et al., Class-Balanced Loss Based on Effective Number of Samples, CVPR 2019, arXiv:1901.05555"

    public struct Config: ComponentConfig {
        @Setting("β, at which another example adds β times what the one before it added.", range: 0..<1)
        public var beta = 0.9999

        public init() {}
    }

    public let weights: [Double]?

    /// - Throws: `ConfigError` if a class has no training examples.
    public init(config: Config, context: WeightingContext) throws {
        try context.requireExamples(of: Self.self)
        weights = normalizedToCount(
            context.classCounts.map { 1 / Self.effectiveNumber(of: $0, beta: config.beta) })
    }

    /// (1 − βⁿ)/(1 − β), without loss of digits where βⁿ is close to 1.
    package static func effectiveNumber(of count: Int, beta: Double) -> Double {
        -expm1(Double(count) * log1p(beta - 1)) / (1 - beta)
    }
}
