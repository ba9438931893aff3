public import BallastCore
internal import BallastTensor

/// Softmax cross-entropy with optional label smoothing: the baseline of every comparison.
///
///     v_i = −Σ_k t_ik log p_ik,   p_i = softmax(z_i),   t_ik = (1 − ε)·1[k = y_i] + ε/K
///
/// Reads logits z [N, K]; gives [N]. Predicts softmax(z). Label smoothing is that of Szegedy et al., CVPR 2016 (section
/// 7), with the uniform distribution over all K classes, the true one included, as in PyTorch.
public struct CrossEntropy: Loss {
    public static let name = "cross_entropy"
    public static let summary = "Softmax cross-entropy, optionally with label smoothing."
    public static let paper: String? =
        "Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, arXiv:1512.00567 (label smoothing)"

    public struct Config: ComponentConfig {
        @Setting("Share ε of the target spread evenly over all classes.", range: 0..<1)
        public var labelSmoothing = 0.0

        public init() {}
    }

    private let smoothing: Double

    /// - Throws: `ConfigError` if there are fewer than two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        smoothing = config.labelSmoothing
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let crossEntropy = batch.logits.logOdds(of: batch.labels).crossEntropy()
        guard smoothing > 0 else { return LossValue(crossEntropy) }
        let uniform = -batch.logits.logSoftmax().mean(axis: 1)
        return LossValue(crossEntropy * (1 - smoothing) + uniform * smoothing)
    }
}
