import Ballast

/// Affinity loss: the similarity to the own class's prototype exceeds that to any other by a margin, and prototypes are
/// spread evenly.
///
///     s_ik = max_t exp(−‖f_i − w_kt‖² / σ)
///     v_i  = Σ_{k ≠ y} max(0, λ + s_ik − s_iy),   y = y_i
///     R    = mean over pairs a < b of (‖w_a − w_b‖² − μ)²,   μ = mean over pairs of ‖w_a − w_b‖²
///     loss = mean_i(v_i) + ρR
///
/// Reads features f [N, D] and owns the head: the trained parameter `prototypes` [K·T, D], T of a class in a row,
/// Xavier-initialised. Gives [N]; class weights do not multiply R. Terms: `max_margin`, `diversity` (without ρ). Predicts
/// s_ik / Σ_j s_ij, computed as a softmax of −distance²/σ.
///
/// After Hayat et al., section 3. The paper's L is L_mm + R, ρ = 1; probabilities are not in it, its prediction is the most
/// similar class. σ = 10 and λ = 0.75 are choices of ours: σ must fit the features' scale.
public struct Affinity: Loss {
    public static let name = "affinity"
    public static let summary = "Max-margin loss over Gaussian similarities to evenly spread prototypes; owns its head."
    public static let paper: String? =
        "Hayat et al., Gaussian Affinity for Max-margin Class Imbalanced Learning, ICCV 2019, arXiv:1901.07711"

    public struct Config: ComponentConfig {
        @Setting("Margin λ between the similarities.", range: 0...1) public var margin = 0.75
        @Setting("Width σ of the similarity.", range: .above(0)) public var sigma = 10.0
        @Setting("Prototypes T of a class.", range: 1...) public var prototypes = 1
        @Setting("Factor ρ on the spread of the prototypes.", range: 0...) public var diversity = 1.0

        public init() {}
    }

    private let config: Config
    private let classCount: Int
    private let prototypes: Parameter

    /// - Throws: `ConfigError` if there are fewer than two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        self.config = config
        classCount = context.classCount
        prototypes = context.scope.parameter(
            "prototypes", [classCount * config.prototypes, context.featureWidth], .xavierUniform(), role: .loss)
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .features }

    public var classAnchors: Tensor? { prototypes.value }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let similarities = exponents(batch.features).exp()
        let own = similarities.picked(batch.labels).expandedAxis(at: 1)
        let hinges = (similarities - own + config.margin).relu()
        // The own class's hinge is λ, a constant.
        let margins = hinges.sum(axis: 1) - config.margin
        let spread = diversity()
        return LossValue(
            margins, unweighted: (spread * config.diversity).broadcast(to: [batch.count]),
            terms: [("max_margin", margins), ("diversity", spread)])
    }

    public func probabilities(_ output: ModelOutput) -> Tensor { exponents(output.features).softmax() }

    /// −‖f − w‖²/σ to the nearest prototype of every class, [N, K].
    private func exponents(_ features: Tensor) -> Tensor {
        features.squaredDistances(to: prototypes.value)
            .reshaped(features.shape[0], classCount, config.prototypes).min(axis: 2) * (-1 / config.sigma)
    }

    /// R, a scalar: the variance of the squared distances between two prototypes.
    private func diversity() -> Tensor {
        let count = prototypes.shape[0]
        let pairs = (0..<count).flatMap { left in (0..<left).map { (left, $0) } }
        let left = prototypes.value.gathered(Labels(pairs.map { Int32($0.0) }, bound: count))
        let right = prototypes.value.gathered(Labels(pairs.map { Int32($0.1) }, bound: count))
        let distances = (left - right).square().sum(axis: 1)
        return (distances - distances.mean()).square().mean()
    }
}
