public import BallastCore
public import BallastTensor

/// Focal loss over the posterior of LGM: "FL+LGM" in Table 2 of the FAL paper.
///
///     v_i = α_y (1 − p_iy)^γ (−log p_iy) + λ·likelihood_i,   p_i = softmax(u_i)
///
/// with the scores u and the likelihood of ``LargeMarginGaussianMixture``, margin included. γ = 0 without α is LGM.
///
/// Reads features [N, D]; gives [N]; parameters, terms and prediction are LGM's. The paper says only that focal loss was
/// applied over LGM; α per class, as in `focal`, and LGM's own parts are kept as they are.
public struct FocalGaussianMixture: Loss {
    public static let name = "focal_lgm"
    public static let summary = "Focal loss over the posterior of a large-margin Gaussian mixture."
    public static let paper: String? = "\(anchorsPaper), Table 2; \(gaussianMixturePaper)"

    public struct Config: ComponentConfig {
        @SettingGroup public var mixture = GaussianMixtureSettings()
        @Setting("Focusing exponent γ; 0 gives LGM.", range: 0...1000)
        public var gamma = 2.0
        @Setting("Factor α per class on the focal part, in the order of the classes; none if omitted.", range: 0...)
        public var alpha: [Double]?

        public init() {}
    }

    private let mixture: GaussianMixture
    private let gamma: Double
    private let alpha: ClassAlpha

    /// - Throws: `ConfigError` if there are fewer than two classes, or if `alpha` has not one value per class.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        gamma = config.gamma
        alpha = try ClassAlpha(config.alpha, classCount: context.classCount)
        mixture = GaussianMixture(config.mixture, context: context)
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .features }

    public var classAnchors: Tensor? { mixture.centres.value }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        mixture.value(batch) { alpha.applied(to: $0.focalCrossEntropy(gamma: gamma), batch.labels) }
    }

    public func probabilities(_ output: ModelOutput) -> Tensor { mixture.probabilities(output.features) }
}
