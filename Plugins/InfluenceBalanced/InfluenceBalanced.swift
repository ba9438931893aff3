import Ballast

/// Influence-balanced loss: cross-entropy divided by how much an example moves the head, from an epoch on.
///
///     v_i = c_y · α · (−log p_iy) / (‖p_i − e_y‖₁ ‖h_i‖₁ + ε),   p_i = softmax(z_i),   y = y_i
///     c_k = K n_k⁻¹ / Σ_j n_j⁻¹
///
/// with the features h, the one-hot label e_y and the training counts n. Before `start_epoch`, counted from 0, the loss is
/// plain cross-entropy; where no epoch is known (the loss by itself) it is the formula. Reads logits z [N, K]
/// and features h [N, D]; gives [N], finite in value and gradient for any finite logits. Predicts softmax(z).
///
/// After Park et al., section 3. ε = 0.001 and the gradient through the divisor are those of the authors' code; α is a
/// setting there (10,000 by its class's default), and 1000 and the change at epoch 100, half of 200, are defaults of ours.
/// ‖p − e_y‖₁ is 2(1 − p_y).
public struct InfluenceBalanced: Loss {
    public static let name = "influence_balanced"
    public static let summary = "Cross-entropy divided by an example's influence on the head, from an epoch on."
    public static let paper: String? =
        "Park et al., Influence-Balanced Loss for Imbalanced Visual Classification, ICCV 2021, arXiv:2110.02444"

    public struct Config: ComponentConfig {
        @Setting("Epoch from which influence is balanced, from 0.", range: 0...) public var startEpoch = 100
        @Setting("Factor α on the balanced loss.", range: .above(0)) public var alpha = 1000.0
        @Setting("Added to the influence ε.", range: .above(0)) public var epsilon = 0.001
        @Setting("Weigh classes by their inverse counts in the balanced loss.") public var classWeights = true

        public init() {}
    }

    private let config: Config
    private let weights: Tensor

    /// - Throws: `ConfigError` if there are fewer than two classes, or one without training examples.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        try context.requireExamples(of: Self.self)
        self.config = config
        let inverse = context.classCounts.map { config.classWeights ? 1 / Double($0) : 1 }
        let sum = inverse.reduce(0, +)
        weights = context.constant(inverse.map { Double(inverse.count) * $0 / sum })
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let logProbability = batch.logits.logSoftmax().picked(batch.labels)
        let crossEntropy = -1 * logProbability
        if let position = batch.position, position.epoch < config.startEpoch { return LossValue(crossEntropy) }
        // 2(1 − p) from the logarithm keeps its digits where p is near 1.
        let influence = logProbability.expm1() * -2 * batch.features.abs().sum(axis: 1)
        return LossValue(
            crossEntropy * weights.gathered(batch.labels) * config.alpha / (influence + config.epsilon))
    }
}
