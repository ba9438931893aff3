import Ballast
import Foundation

/// Seesaw loss: a rare class is spared the gradients of frequent classes' examples, except where it is predicted wrongly.
///
///     v_i  = −log( e^{z_iy} / (e^{z_iy} + Σ_{k ≠ y} S_ik e^{z_ik}) ),   y = y_i
///     S_ik = M_yk C_ik
///     M_yk = min(1, N_k / N_y)^p           mitigation, N_k: examples of class k seen so far, 1 at least
///     C_ik = max(1, σ_ik / σ_iy)^q         compensation, σ = softmax(z)
///
/// p = q = 0 is cross-entropy. Reads logits z [N, K]; gives [N], finite in value and gradient for any finite logits.
/// Predicts softmax(z). N is the buffer `counts` [K] and grows after every step; it belongs to the checkpoint.
///
/// After Wang et al., section 3; p = 0.8, q = 2. As in the authors' code C is a constant to the gradient, and σ_iy is `floor` at
/// least in it. Deviations: a batch is counted after its step and not before; there is no objectness branch, and the head
/// is the model's (the paper's has cosines).
public struct Seesaw: Loss {
    public static let name = "seesaw"
    public static let summary = "Cross-entropy that spares rare classes the gradients of frequent ones."
    public static let paper: String? =
        "Wang et al., Seesaw Loss for Long-Tailed Instance Segmentation, CVPR 2021, arXiv:2008.10032"
    public static let holdsFactorsConstant = true

    public struct Config: ComponentConfig {
        @Setting("Exponent p of the mitigation; 0 for none.", range: 0...10) public var p = 0.8
        @Setting("Exponent q of the compensation; 0 for none.", range: 0...10) public var q = 2.0
        @Setting("Least probability of the true class in the compensation.", range: .above(0, through: 1))
        public var floor = 0.01

        public init() {}
    }

    private let config: Config
    private let counts: Buffer

    /// - Throws: `ConfigError` if there are fewer than two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        self.config = config
        counts = context.scope.buffer("counts", [context.classCount], .zeros)
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let adjusted = batch.logits + logFactors(batch)
        return LossValue(adjusted.logSumExp() - adjusted.picked(batch.labels))
    }

    public func afterStep(_ batch: LossBatch) {
        counts.value.device.withoutRecording {
            let ones = Tensor(
                filledWith: 1, shape: [batch.count], scalarType: counts.value.scalarType, on: counts.value.device)
            counts.assign(counts.value + ones.scatteredSum(batch.labels, count: counts.shape[0]))
        }
    }

    /// log S [N, K], 0 for the true class; without gradient.
    private func logFactors(_ batch: LossBatch) -> Tensor {
        let logits = batch.logits.detached()
        return logits.device.withoutRecording {
            let logProbabilities = logits.logSoftmax()
            let own = logProbabilities.picked(batch.labels).maximum(log(config.floor)).expandedAxis(at: 1)
            let logCounts = counts.value.maximum(1).log()
            let ownCount = logCounts.gathered(batch.labels).expandedAxis(at: 1)
            let mitigation = (logCounts.expandedAxis(at: 0) - ownCount).minimum(0) * config.p
            let compensation = (logProbabilities - own).maximum(0) * config.q
            let isOther = 1 - Tensor.oneHot(batch.labels, scalarType: logits.scalarType, on: logits.device)
            return (mitigation + compensation) * isOther
        }
    }
}
