public import BallastCore
public import BallastTensor

/// Focused Anchors Loss (FAL): focal loss over a softmax of distances to one anchor per class, plus the distance of each
/// class to its own anchor.
///
///     d_ik   = ‖f_i − φ_k‖²
///     u_ik   = −d_ik − m·1[k = y_i]              (margin_kind additive)
///            = −d_ik·(1 + m·1[k = y_i])          (margin_kind multiplicative)
///     focal  = α_y (1 − p_iy)^γ (−log p_iy),     p_i = softmax(u_i)
///     within = mean over the classes present in the batch of the mean of d_iy inside the class
///     loss   = mean_i(focal_i) + β·within
///
/// Reads features f [N, D]; the anchors φ are the trained parameter `anchors` [K, D], Xavier-initialised. Gives [N]: the
/// focal part, which class weights multiply, and apart from it, as balanced over the classes already, β·N·d_iy/(P·n_y)
/// for P classes present and n_y examples of class y in the batch. Terms: `focal`, `within_class` (without β). Predicts
/// softmax(−d), without the margin.
///
/// From Baloch et al.; no implementation was published with the paper, and where it is ambiguous this one reads:
/// - Eq. 7: the indicator has an undefined j; it means the true class. The margin makes the true class harder, m ≥ 0, and
///   is dropped in prediction. Additive as printed; LGM's multiplicative margin is the option. The paper reports no value
///   of m; the default 0.5 is ours. "Euclidean distance" is the squared one, as in LGM.
/// - Eq. 4 averages and Eq. 5 sums over examples: both are averages here.
/// - Eq. 8: the within-class distance is the mean over the classes PRESENT of class means; an absent class is 0/0 there.
/// - Eq. 9: p_t is the probability of the true class, for any K; with 1 − p for y = 0, as printed, it would reward errors
///   since p is the true class's already. α, unreported, is a factor per class and absent by default; γ, unreported, is 2.
/// - β = 0.1 as in all experiments of section 4.
public struct FocusedAnchors: Loss {
    public static let name = "fal"
    public static let summary = "Focused Anchors Loss: focal loss over distances to one trained anchor per class."
    public static let paper: String? = anchorsPaper

    public struct Config: ComponentConfig {
        @SettingGroup public var objective = AnchorSettings()

        public init() {}
    }

    private let objective: AnchorObjective
    private let anchors: Parameter

    /// - Throws: `ConfigError` if there are fewer than two classes, or if `alpha` has not one value per class.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        objective = try AnchorObjective(config.objective, classCount: context.classCount)
        anchors = context.scope.parameter(
            "anchors", [context.classCount, context.featureWidth], .xavierUniform(), role: .loss)
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .features }

    public var classAnchors: Tensor? { anchors.value }

    public func callAsFunction(_ batch: LossBatch) -> LossValue { objective.value(batch, anchors: anchors.value) }

    public func probabilities(_ output: ModelOutput) -> Tensor {
        objective.probabilities(output.features, anchors: anchors.value)
    }
}

let anchorsPaper =
    "Baloch et al., Focused Anchors Loss: Cost-Sensitive Learning of Discriminative Features for Imbalanced "
    + "Classification, ACML 2019, PMLR 101:822–835"
