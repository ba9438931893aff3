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
        let (distances, halfLogDet) = geometry(batch.features)
        var scores = margin.scores(distances, batch.labels)
        if let halfLogDet { scores = scores - halfLogDet }
        let classification = classification(scores.logOdds(of: batch.labels))
        let likelihood = likelihood(distances, halfLogDet, batch.labels)
        return LossValue(
            likelihoodWeight == 0 ? classification : classification + likelihood * likelihoodWeight,
            terms: [("classification", classification), ("likelihood", likelihood)])
    }

    /// The posterior of the classes under equal priors, without margin, [N, K].
    func probabilities(_ features: Tensor) -> Tensor {
        let (distances, halfLogDet) = geometry(features)
        return (halfLogDet.map { -distances - $0 } ?? -distances).softmax()
    }

    /// d_ik = ½‖f_i − μ_k‖² in the metric of Σ_k, [N, K], and ½ log|Σ_k|, [K], nil for the identity.
    private func geometry(_ features: Tensor) -> (distances: Tensor, halfLogDet: Tensor?) {
        guard let logVariance = logVariance?.value else {
            return (squaredDistances(features, centres.value) * 0.5, nil)
        }
        // From differences, [N, K, D]: the expanded square would lose all digits for features far from the origin.
        let differences = features.expandedAxis(at: 1) - centres.value.expandedAxis(at: 0)
        let distances = (differences.square() * (-logVariance).exp().expandedAxis(at: 0)).sum(axis: 2) * 0.5
        return (distances, logVariance.sum(axis: 1) * 0.5)
    }

    private func likelihood(_ distances: Tensor, _ halfLogDet: Tensor?, _ labels: Labels) -> Tensor {
        let own = distances.picked(labels)
        guard likelihoodHasLogDet, let halfLogDet else { return own }
        return own + halfLogDet.gathered(labels)
    }
}
