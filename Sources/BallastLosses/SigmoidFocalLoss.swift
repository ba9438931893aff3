public import BallastCore
public import BallastTensor

/// Focal loss over K one-vs-all sigmoids.
///
///     v_i = Σ_k a_ik (1 − q_ik)^γ (−log q_ik),   q_ik = σ(z_ik) if k = y_i, else 1 − σ(z_ik)
///
/// a_ik is 1 without α; with α it is, by `alpha_convention`, α everywhere (`uniform`), or α for k = y_i and 1 − α for the
/// others (`lin`: α_t of Lin et al., Eq. 3).
///
/// Reads logits z [N, K]; gives [N], finite in value and gradient for any finite logits and γ ≥ 0. A class weighting
/// multiplies the whole of v_i: the true class's weight on all K outputs, as in Cui et al., CVPR 2019 (section 4.2). The
/// head's biases start at −log(K − 1), as there. Predicts σ(z), each class's own probability; rows need not sum to 1.
///
/// Deviation from Lin et al.: the mean is over the N examples, not over foreground anchors.
public struct SigmoidFocalLoss: Loss {
    public static let name = "focal_sigmoid"
    public static let summary = "Focal loss over one-vs-all sigmoids: easy outcomes count less."
    public static let paper: String? = focalPaper

    public struct Config: ComponentConfig {
        @Setting("Focusing exponent γ; 0 gives sigmoid cross-entropy.", range: 0...1000)
        public var gamma = 2.0
        @Setting("Factor α on the outcomes, see alpha_convention; none if omitted.", range: .above(0, through: 1))
        public var alpha: Double?
        @Setting("What α stands for: lin: α for the true class, 1 − α for the others; uniform: α for all.")
        public var alphaConvention = AlphaConvention.lin
        @Setting("Start the head's biases at −log(K − 1), so that every class starts with the probability 1/K.")
        public var initializeBias = true

        public init() {}
    }

    private let gamma: Double
    private let factors: (positive: Double, negative: Double)

    /// - Throws: `ConfigError` if there are fewer than two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        gamma = config.gamma
        factors = config.alpha.map { config.alphaConvention.factors(alpha: $0) } ?? (1, 1)
    }

    public static func input(config: Config, classCount: Int) -> LossInput {
        .logits(
            width: classCount,
            initialBias: config.initializeBias ? OneVersusAll.initialBias(classCount: classCount) : nil)
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let logOdds = OneVersusAll.logOdds(batch.logits, batch.labels)
        return LossValue(
            OneVersusAll.focal(
                logOdds, batch.labels, gamma: gamma, positive: factors.positive, negative: factors.negative))
    }

    /// Each class's own probability σ(z).
    public func probabilities(_ output: ModelOutput) -> Tensor { output.requiredLogits.sigmoid() }
}
