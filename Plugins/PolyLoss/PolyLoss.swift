import Ballast

/// Poly-1: cross-entropy with its first polynomial coefficient changed.
///
///     v_i = −log p_iy + ε (1 − p_iy),   p_i = softmax(z_i),   y = y_i
///
/// Cross-entropy is Σ_j (1 − p)^j / j; this adds ε to the coefficient of j = 1. ε = 0 is cross-entropy; ε < 0 lets go of
/// hard examples sooner. Reads logits z [N, K]; gives [N], finite for any finite logits. Predicts softmax(z).
///
/// Leng et al., section 4. The best ε depends on the task, in the paper from −1 to 6; the default is 1.
public struct PolyLoss: Loss {
    public static let name = "poly"
    public static let summary = "Cross-entropy with its first polynomial coefficient changed (Poly-1)."
    public static let paper: String? =
        "Leng et al., PolyLoss: A Polynomial Expansion Perspective of Classification Loss Functions, ICLR 2022, "
        + "arXiv:2204.12511"

    public struct Config: ComponentConfig {
        @Setting("Added to the first coefficient ε; 0 gives cross-entropy.", range: (-1.0)...) public var epsilon = 1.0

        public init() {}
    }

    private let epsilon: Double

    /// - Throws: `ConfigError` if there are fewer than two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        epsilon = config.epsilon
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let logProbability = batch.logits.logSoftmax().picked(batch.labels)
        // 1 − p from the logarithm keeps its digits where p is near 1.
        return LossValue(logProbability.expm1() * -epsilon - logProbability)
    }
}
