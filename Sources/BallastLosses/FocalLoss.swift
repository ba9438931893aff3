public import BallastCore
internal import BallastTensor

/// Focal loss over the softmax.
///
///     v_i = α_y (1 − p_iy)^γ (−log p_iy),   p_i = softmax(z_i),   y = y_i
///
/// Reads logits z [N, K]; gives [N], finite in value and gradient for any finite logits and γ ≥ 0. Predicts softmax(z).
///
/// Deviations from the paper: it defines the loss for one-vs-all sigmoids, which is `focal_sigmoid`; with softmax, p_t is
/// the probability of the true class. α is a list with a value per class, and absent by default. The sum is divided by N
/// and not by the number of foreground anchors, which exist in detection only. A class weighting multiplies v_i; p_iy is
/// always that of the unweighted softmax.
public struct FocalLoss: Loss {
    public static let name = "focal"
    public static let summary = "Focal loss over the softmax: easy examples count less."
    public static let paper: String? = focalPaper

    public struct Config: ComponentConfig {
        @Setting("Focusing exponent γ; 0 gives cross-entropy.", range: 0...1000)
        public var gamma = 2.0
        @Setting("Factor α per class, in the order of the classes; none if omitted.", range: 0...)
        public var alpha: [Double]?

        public init() {}
    }

    private let gamma: Double
    private let alpha: ClassAlpha

    /// - Throws: `ConfigError` if there are fewer than two classes, or if `alpha` has not one value per class.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        gamma = config.gamma
        alpha = try ClassAlpha(config.alpha, classCount: context.classCount)
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let focal = batch.logits.logOdds(of: batch.labels).focalCrossEntropy(gamma: gamma)
        return LossValue(alpha.applied(to: focal, batch.labels))
    }
}

let focalPaper = "Lin et al., Focal Loss for Dense Object Detection, ICCV 2017, arXiv:1708.02002"
