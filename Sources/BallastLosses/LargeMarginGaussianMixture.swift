public import BallastCore
public import BallastTensor

/// LGM: cross-entropy over the posterior of one Gaussian per class, with a margin, plus the likelihood of each example
/// under its own Gaussian.
///
///     d_ik = ½ Σ_j (f_ij − μ_kj)² / Σ_kj
///     u_ik = −(1 + α·1[k = y_i]) d_ik − ½ Σ_j log Σ_kj
///     v_i  = −log softmax(u_i)_{y_i} + λ·(d_iy + ½ Σ_j log Σ_yj)
///
/// where the last term, ½ log|Σ_y|, is there with `likelihood_log_det` only. Priors are equal, constants dropped.
///
/// Reads features f [N, D]; gives [N], all of which class weights multiply. Trained parameters: `centres` μ [K, D],
/// Xavier-initialised, and with `covariance: diagonal` `log_variance` [K, D], from 0; memory is then O(N·K·D). Terms:
/// `classification`, `likelihood` (without λ). Predicts softmax(−d − ½ log|Σ|), the posterior without margin.
///
/// Wan et al., sections 3.2 (classification and likelihood) and 3.3 (margin). Deviations: ½ log|Σ_k| is kept in the
/// scores, where one public port forgets it; the likelihood leaves it out by default. λ in the paper is 0.01 to 0.1.
public struct LargeMarginGaussianMixture: Loss {
    public static let name = "lgm"
    public static let summary = "Large-margin Gaussian mixture: one Gaussian per class over the features."
    public static let paper: String? = gaussianMixturePaper

    public struct Config: ComponentConfig {
        @SettingGroup public var mixture = GaussianMixtureSettings()

        public init() {}
    }

    private let mixture: GaussianMixture

    /// - Throws: `ConfigError` if there are fewer than two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        mixture = GaussianMixture(config.mixture, context: context)
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .features }

    public var classAnchors: Tensor? { mixture.centres.value }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        mixture.value(batch) { $0.crossEntropy() }
    }

    public func probabilities(_ output: ModelOutput) -> Tensor { mixture.probabilities(output.features) }
}

let gaussianMixturePaper =
    "Wan et al., Rethinking Feature Distribution for Loss Functions in Image Classification, CVPR 2018, arXiv:1803.02988"
