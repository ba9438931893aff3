public import BallastCore
public import BallastTensor

/// Cross-entropy of K one-vs-all sigmoids: `focal_sigmoid` with γ = 0 and no α.
///
///     v_i = Σ_k −log q_ik,   q_ik = σ(z_ik) if k = y_i, else 1 − σ(z_ik)
///
/// Reads logits z [N, K]; gives [N]. A class weighting multiplies the whole of v_i, as in Cui et al. (section 4.2). The
/// head's biases start at −log(K − 1), as there. Predicts σ(z), each class's own probability.
public struct SigmoidCrossEntropy: Loss {
    public static let name = "sigmoid_cross_entropy"
    public static let summary = "Cross-entropy of one sigmoid per class against all others."
    public static let paper: String? =
        "Cui et al., Class-Balanced Loss Based on Effective Number of Samples, CVPR 2019, arXiv:1901.05555"

    public struct Config: ComponentConfig {
        @Setting("Start the head's biases at −log(K − 1), so that every class starts with the probability 1/K.")
        public var initializeBias = true

        public init() {}
    }

    /// - Throws: `ConfigError` if there are fewer than two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
    }

    public static func input(config: Config, classCount: Int) -> LossInput {
        .logits(
            width: classCount,
            initialBias: config.initializeBias ? OneVersusAll.initialBias(classCount: classCount) : nil)
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        LossValue(OneVersusAll.logOdds(batch.logits, batch.labels).crossEntropy().sum(axis: 1))
    }

    /// Each class's own probability σ(z).
    public func probabilities(_ output: ModelOutput) -> Tensor { output.requiredLogits.sigmoid() }
}
