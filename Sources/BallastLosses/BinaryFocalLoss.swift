public import BallastCore
public import BallastTensor

/// Focal loss of a single logit, for two classes; class 1 is the positive one.
///
///     v_i = a_i (1 − p_t)^γ (−log p_t),   p_t = σ(z_i) if y_i = 1, else 1 − σ(z_i)
///
/// a_i is, by `alpha_convention`, α for both classes (`uniform`, the default), or α for class 1 and 1 − α for class 0
/// (`lin`: α_t of Lin et al., Eq. 3). The two differ in effect: `uniform` only scales the loss, while `lin` with the
/// paper's α = 0.25 makes the positive class count a third of the negative one.
///
/// Reads logits z [N, 1]; gives [N], finite in value and gradient for any finite logits and γ ≥ 0. Predicts
/// [1 − σ(z), σ(z)].
///
/// Deviation from Lin et al.: the mean is over the N examples, not over foreground anchors.
public struct BinaryFocalLoss: Loss {
    public static let name = "focal_binary"
    public static let summary = "Focal loss of a single logit for two classes."
    public static let paper: String? = focalPaper

    public struct Config: ComponentConfig {
        @Setting("Focusing exponent γ; 0 gives cross-entropy times α.", range: 0...1000)
        public var gamma = 2.0
        @Setting("Factor α, see alpha_convention.", range: .above(0, through: 1))
        public var alpha = 0.25
        @Setting("What α stands for: uniform: α for both classes; lin: α for class 1, 1 − α for class 0.")
        public var alphaConvention = AlphaConvention.uniform

        public init() {}
    }

    private let gamma: Double
    private let factors: (positive: Double, negative: Double)

    /// - Throws: `ConfigError` unless there are two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireTwoClasses(of: Self.self)
        gamma = config.gamma
        factors = config.alphaConvention.factors(alpha: config.alpha)
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .logits(width: 1) }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let focal = SingleLogit.logOdds(batch.logits, batch.labels).focalCrossEntropy(gamma: gamma)
        return LossValue(
            SingleLogit.scaled(focal, batch.labels, positive: factors.positive, negative: factors.negative))
    }

    /// The probabilities of class 0 and class 1.
    public func probabilities(_ output: ModelOutput) -> Tensor { SingleLogit.probabilities(output.requiredLogits) }
}
