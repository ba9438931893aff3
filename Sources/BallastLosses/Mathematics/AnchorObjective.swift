public import BallastCore
internal import BallastTensor

/// The settings that FAL and FAML share.
public struct AnchorSettings: ComponentConfig {
    @Setting("Weight β of the within-class distance.", range: 0...)
    public var beta = 0.1
    @Setting("Focusing exponent γ; 0 gives cross-entropy.", range: 0...1000)
    public var gamma = 2.0
    @Setting("Margin m that handicaps the true class in training, see margin_kind.", range: 0...)
    public var margin = 0.5
    @Setting("Squared distance d to the true anchor in training: additive: d + m; multiplicative: d(1 + m).")
    public var marginKind = MarginKind.additive
    @Setting("Factor α per class on the focal part, in the order of the classes; none if omitted.", range: 0...)
    public var alpha: [Double]?

    public init() {}
}

/// The mathematics that FAL and FAML share: everything but where the anchors come from.
///
/// See ``FocusedAnchors`` for the formulas.
struct AnchorObjective {
    private let beta: Double
    private let gamma: Double
    private let margin: DistanceMargin
    private let alpha: ClassAlpha

    init(_ settings: AnchorSettings, classCount: Int) throws {
        beta = settings.beta
        gamma = settings.gamma
        margin = DistanceMargin(kind: settings.marginKind, size: settings.margin)
        alpha = try ClassAlpha(settings.alpha, classCount: classCount)
    }

    func value(_ batch: LossBatch, anchors: Tensor) -> LossValue {
        let scores = squaredDistances(batch.features, anchors, scale: -1)
        let own = -scores.picked(batch.labels)
        let logOdds = margin.logOdds(scores, own: own, batch.labels)
        let focal = alpha.applied(to: logOdds.focalCrossEntropy(gamma: gamma), batch.labels)
        let withinClass = Self.withinClass(own, batch.labels)
        return LossValue(
            focal, unweighted: beta == 0 ? nil : withinClass * beta,
            terms: [("focal", focal), ("within_class", withinClass)])
    }

    /// Softmax of −d, without margin.
    func probabilities(_ features: Tensor, anchors: Tensor) -> Tensor {
        squaredDistances(features, anchors, scale: -1).softmax()
    }

    /// Per example, its share of the within-class distance: values whose mean over the batch is the mean over the classes
    /// present of the mean of d_iy inside the class. With n_y examples of class y and P classes present, example i has
    /// N·d_iy / (P·n_y).
    private static func withinClass(_ own: Tensor, _ labels: Labels) -> Tensor {
        let counts = labels.counts
        let present = Double(counts.count { $0 > 0 })
        let factors = counts.map { $0 == 0 ? 0 : Double(labels.count) / (present * Double($0)) }
        return own * labels.select(from: factors, like: own)
    }
}
