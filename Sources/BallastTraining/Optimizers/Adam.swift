public import BallastCore
internal import BallastTensor

/// Adam, as PyTorch's `Adam`.
///
/// g ← g + λp; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; p ← p − η·m̂ / (√v̂ + ε), where m̂ = m/(1 − β₁ᵗ) and
/// v̂ = v/(1 − β₂ᵗ) at update t. AMSGrad takes the running maximum of v instead of v.
///
/// Weight decay λ goes into the gradient and so into both averages; ``AdamW`` keeps it out.
public struct Adam: Optimizer {
    public struct Config: ComponentConfig {
        @Setting("Learning rate before the schedule.", range: .above(0)) public var learningRate: Double
        @Setting("Decay β₁ of the average gradient.", range: 0..<1) public var beta1 = 0.9
        @Setting("Decay β₂ of the average squared gradient.", range: 0..<1) public var beta2 = 0.999
        @Setting("Added to the root, against division by 0.", range: .above(0)) public var epsilon = 1e-8
        @Setting("Weight decay, added to the gradient.", range: 0...) public var weightDecay = 0.0
        @Setting("Never let the average squared gradient fall (AMSGrad).") public var amsgrad = false

        public init() {}
    }

    public static let name = "adam"
    public static let summary = "Steps scaled by running averages of the gradient and its square."
    public static let paper: String? =
        "Kingma, Ba: Adam, ICLR 2015, arXiv:1412.6980; AMSGrad: Reddi, Kale, Kumar, ICLR 2018, arXiv:1904.09237"
    public static var example: ConfigNode { .section(["learning_rate": .number(0.001)]) }

    private let config: Config

    public init(config: Config) { self.config = config }

    public var learningRate: Double { config.learningRate }
    public var weightDecay: Double { config.weightDecay }
    public var stateDescriptions: [OptimizerStateDescription] { AdamRule.stateDescriptions(amsgrad: config.amsgrad) }

    public func update(_ step: inout OptimizerStep) {
        var rule = AdamRule(step, beta1: config.beta1, beta2: config.beta2, epsilon: config.epsilon)
        rule.coupledDecay = step.weightDecay
        step.value.update(gradient: step.gradient, state: &step.state, by: rule)
    }
}

extension AdamRule {
    /// The rule of one update, bias corrections included, without weight decay.
    init(_ step: OptimizerStep, beta1: Double, beta2: Double, epsilon: Double) {
        self.init(
            stepSize: step.learningRate / (1 - power(beta1, step.number)),
            rootCorrection: (1 - power(beta2, step.number)).squareRoot(), firstDecay: beta1, secondDecay: beta2,
            epsilon: epsilon, coupledDecay: 0, decoupledDecay: 0)
    }

    static func stateDescriptions(amsgrad: Bool) -> [OptimizerStateDescription] {
        (["exp_avg", "exp_avg_sq"] + (amsgrad ? ["max_exp_avg_sq"] : [])).map { OptimizerStateDescription(name: $0) }
    }
}

/// baseⁿ by repeated squaring.
private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var remaining = exponent
    while remaining > 0 {
        if remaining & 1 == 1 { result *= square }
        square *= square
        remaining >>= 1
    }
    return result
}
