public import BallastCore
internal import BallastTensor

/// Adam with decoupled weight decay, as PyTorch's `AdamW`.
///
/// p ← p(1 − ηλ), then ``Adam``'s step without weight decay. η, the rate, includes the schedule, so the decay follows it.
public struct AdamW: Optimizer {
    public struct Config: ComponentConfig {
        @Setting("Learning rate before the schedule.", range: .above(0)) public var learningRate: Double
        @Setting("Decay β₁ of the average gradient.", range: 0..<1) public var beta1 = 0.9
        @Setting("Decay β₂ of the average squared gradient.", range: 0..<1) public var beta2 = 0.999
        @Setting("Added to the root, against division by 0.", range: .above(0)) public var epsilon = 1e-8
        @Setting("Weight decay, taken off the value, times the rate.", range: 0...) public var weightDecay = 0.01
        @Setting("Never let the average squared gradient fall (AMSGrad).") public var amsgrad = false

        public init() {}
    }

    public static let name = "adamw"
    public static let summary = "Adam whose weight decay stays out of the averages."
    public static let paper: String? =
        "Loshchilov, Hutter: Decoupled Weight Decay Regularization, ICLR 2019, arXiv:1711.05101"
    public static var example: ConfigNode { .section(["learning_rate": .number(0.001)]) }

    private let config: Config

    public init(config: Config) { self.config = config }

    public var learningRate: Double { config.learningRate }
    public var weightDecay: Double { config.weightDecay }
    public var stateDescriptions: [OptimizerStateDescription] { AdamRule.stateDescriptions(amsgrad: config.amsgrad) }

    public func update(_ step: inout OptimizerStep) {
        var rule = AdamRule(step, beta1: config.beta1, beta2: config.beta2, epsilon: config.epsilon)
        rule.decoupledDecay = step.learningRate * step.weightDecay
        step.value.update(gradient: step.gradient, state: &step.state, by: rule)
    }
}
