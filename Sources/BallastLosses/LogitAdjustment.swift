public import BallastCore
internal import BallastTensor
import Foundation

/// Softmax cross-entropy over logits raised by the log prior of their class, in training only.
///
///     v_i = −log softmax(z_i + τ log π)_{y_i},   π_k = n_k / Σ_j n_j
///
/// Reads logits z [N, K]; gives [N]. Predicts softmax(z) without the adjustment, which is what balances it. The counts
/// n_k are those of the training split before any resampling. τ = 1 is `balanced_softmax`, τ = 0 cross-entropy. This is
/// the logit-adjusted loss of Menon et al., Eq. 10.
public struct LogitAdjustment: Loss {
    public static let name = "logit_adjustment"
    public static let summary = "Cross-entropy with logits shifted by the log frequency of their class in training."
    public static let paper: String? =
        "Menon et al., Long-Tail Learning via Logit Adjustment, ICLR 2021, arXiv:2007.07314"

    public struct Config: ComponentConfig {
        @Setting("Strength τ of the adjustment; 0 gives cross-entropy.", range: 0...)
        public var tau = 1.0

        public init() {}
    }

    /// τ log π, [K].
    private let adjustment: Tensor

    /// - Throws: `ConfigError` if there are fewer than two classes, or one without training examples.
    public init(config: Config, context: LossContext) throws {
        try self.init(tau: config.tau, context: context, loss: Self.self)
    }

    init(tau: Double, context: LossContext, loss: any Loss.Type) throws {
        try context.requireSeveralClasses(of: loss)
        try context.requireExamples(of: loss)
        let total = Double(context.classCounts.reduce(0, +))
        adjustment = context.constant(context.classCounts.map { tau * log(Double($0) / total) })
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        LossValue((batch.logits.shiftedToMaximum() + adjustment).logOdds(of: batch.labels).crossEntropy())
    }
}
