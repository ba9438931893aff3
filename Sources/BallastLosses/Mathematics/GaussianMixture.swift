public import BallastCore
internal import BallastTensor

/// The covariance of the classes' Gaussians.
public enum CovarianceKind: String, CaseIterable, ConfigEnum {
    /// Σ = I for every class.
    case identity
    /// Σ_k diagonal and learned, as its logarithm.
    case diagonal
}

/// The settings that LGM and focal loss over LGM share.
public struct GaussianMixtureSettings: ComponentConfig {
    @Setting("Covariance of the classes: identity, or a learned diagonal per class.")
    public var covariance = CovarianceKind.identity
    @Setting("Margin α: the distance to the true class counts 1 + α times in training.", range: 0...)
    public var marginAlpha = 0.1
    @Setting("Weight λ of the likelihood part.", range: 0...)
    public var likelihoodWeight = 0.1
    @Setting("Add ½ log|Σ_y| to the likelihood part, as the Gaussian's likelihood has it.")
    public var likelihoodLogDet = false

    public init() {}
}

/// One Gaussian per class over the features: what LGM and focal loss over LGM share.
///
/// See ``LargeMarginGaussianMixture`` for the formulas.
struct GaussianMixture {
    private let margin: DistanceMargin
    private let likelihoodWeight: Double
    private let likelihoodHasLogDet: Bool
    /// μ, [K, D].
    let centres: Parameter
    /// log Σ, [K, D]; nil for the identity.
    private let logVariance: Parameter?

    init(_ settings: GaussianMixtureSettings, context: LossContext) {
        margin = DistanceMargin(kind: .multiplicative, size: settings.marginAlpha)
        likelihoodWeight = settings.likelihoodWeight
        likelihoodHasLogDet = settings.likelihoodLogDet
        let shape: Shape = [context.classCount, context.featureWidth]
        centres = context.scope.parameter("centres", shape, .xavierUniform(), role: .loss)
        logVariance =
            settings.covariance == .identity ? nil : context.scope.parameter("log_variance", shape, .zeros, role: .loss)
    }

    /// The loss whose classification part is `classification` of the log-odds of the true class.
    func value(_ batch: LossBatch, classification: (Tensor) -> Tensor) -> LossValue {
        let (scores, halfLogDet) = geometry(batch.features)
        let own = -scores.picked(batch.labels)
        let posterior = halfLogDet.map { scores - $0 } ?? scores
        let classification = classification(margin.logOdds(posterior, own: own, batch.labels))
        let likelihood = likelihood(own, halfLogDet, batch.labels)
        return LossValue(
            likelihoodWeight == 0 ? classification : classification + likelihood * likelihoodWeight,
            terms: [("classification", classification), ("likelihood", likelihood)])
    }

    /// The posterior of the classes under equal priors, without margin, [N, K].
    func probabilities(_ features: Tensor) -> Tensor {
        let (scores, halfLogDet) = geometry(features)
        return (halfLogDet.map { scores - $0 } ?? scores).softmax()
    }

    /// −d_ik = −½‖f_i − μ_k‖² in the metric of Σ_k, [N, K], and ½ log|Σ_k|, [K], nil for the identity.
    private func geometry(_ features: Tensor) -> (scores: Tensor, halfLogDet: Tensor?) {
        guard let logVariance = logVariance?.value else {
            return (squaredDistances(features, centres.value, scale: -0.5), nil)
        }
        // From differences, [N, K, D]: the expanded square would lose all digits for features far from the origin.
        let differences = features.expandedAxis(at: 1) - centres.value.expandedAxis(at: 0)
        let scores = (differences.square() * (-logVariance).exp().expandedAxis(at: 0)).sum(axis: 2) * -0.5
        return (scores, logVariance.sum(axis: 1) * 0.5)
    }

    private func likelihood(_ own: Tensor, _ halfLogDet: Tensor?, _ labels: Labels) -> Tensor {
        guard likelihoodHasLogDet, let halfLogDet else { return own }
        return own + halfLogDet.gathered(labels)
    }
}
