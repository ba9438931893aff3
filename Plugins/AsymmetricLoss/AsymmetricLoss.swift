import Ballast

/// Asymmetric loss over K one-vs-all sigmoids: absent classes are focused more than the true one, easy ones dropped.
///
///     v_i = −(1 − p_iy)^γ₊ log p_iy − Σ_{k ≠ y} q_ik^γ₋ log(1 − q_ik)
///     p = σ(z),   q = max(p − m, 0),   y = y_i
///
/// γ₊ = γ₋ = m = 0 is the sum of K binary cross-entropies. Reads logits z [N, K]; gives [N], finite in value and gradient for
/// any finite logits. Predicts σ(z), each class's own probability; rows need not sum to 1.
///
/// After Ridnik et al., with one true class per example; defaults γ₊ = 1, γ₋ = 4, m = 0.05 are those of the authors'
/// code. Deviation from that code: the focusing factors have their gradient, as the formula has it, where the code can
/// switch it off, and does by default.
public struct AsymmetricLoss: Loss {
    public static let name = "asymmetric"
    public static let summary = "One-vs-all focal loss that focuses absent classes more and drops the easy ones."
    public static let paper: String? =
        "Ridnik et al., Asymmetric Loss For Multi-Label Classification, ICCV 2021, arXiv:2009.14119"

    public struct Config: ComponentConfig {
        @Setting("Focusing exponent γ₊ of the true class.", range: 0...100) public var gammaPositive = 1.0
        @Setting("Focusing exponent γ₋ of the other classes.", range: 0...100) public var gammaNegative = 4.0
        @Setting("Probability m below which another class costs nothing.", range: 0...0.5) public var margin = 0.05

        public init() {}
    }

    private let config: Config

    /// - Throws: `ConfigError` if there are fewer than two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        self.config = config
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let logits = batch.logits
        let own = logits.picked(batch.labels)
        let isOther = 1 - Tensor.oneHot(batch.labels, scalarType: logits.scalarType, on: logits.device)
        let positive = focused((-1 * own).softplus(), (-1 * own).logSigmoid(), exponent: config.gammaPositive)
        return LossValue(positive + (negatives(logits) * isOther).sum(axis: 1))
    }

    /// Each class's own probability σ(z).
    public func probabilities(_ output: ModelOutput) -> Tensor { output.requiredLogits.sigmoid() }

    /// The loss of every logit as that of a class that is not the true one.
    private func negatives(_ logits: Tensor) -> Tensor {
        guard config.margin > 0 else {
            return focused(logits.softplus(), logits.logSigmoid(), exponent: config.gammaNegative)
        }
        let shifted = (logits.sigmoid() - config.margin).relu()
        let loss = -1 * (-1 * shifted).log1p()
        guard config.gammaNegative > 0 else { return loss }
        // A floor: the derivative of a power below 1 is infinite at 0, where the loss it multiplies is 0.
        return shifted.maximum(1e-30).pow(config.gammaNegative) * loss
    }

    /// `loss` times a probability, of which the logarithm is given, to the power of `exponent`.
    private func focused(_ loss: Tensor, _ logProbability: Tensor, exponent: Double) -> Tensor {
        exponent > 0 ? (logProbability * exponent).exp() * loss : loss
    }
}
