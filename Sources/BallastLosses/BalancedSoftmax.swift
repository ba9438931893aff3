public import BallastCore
internal import BallastTensor

/// Softmax cross-entropy over logits raised by the log count of their class: `logit_adjustment` with τ = 1.
///
///     v_i = −log( n_y exp z_iy / Σ_k n_k exp z_ik ),   y = y_i
///
/// Reads logits z [N, K]; gives [N]. Predicts softmax(z) without the counts. Ren et al., section 3.
public struct BalancedSoftmax: Loss {
    public static let name = "balanced_softmax"
    public static let summary = "Cross-entropy of a softmax whose classes weigh as much as they have training examples."
    public static let paper: String? =
        "Ren et al., Balanced Meta-Softmax for Long-Tailed Visual Recognition, NeurIPS 2020, arXiv:2007.10740"

    public struct Config: ComponentConfig {
        public init() {}
    }

    private let adjusted: LogitAdjustment

    /// - Throws: `ConfigError` if there are fewer than two classes, or one without training examples.
    public init(config: Config, context: LossContext) throws {
        adjusted = try LogitAdjustment(tau: 1, context: context, loss: Self.self)
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue { adjusted(batch) }
}
