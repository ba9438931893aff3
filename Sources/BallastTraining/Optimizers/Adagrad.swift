public import BallastCore
internal import BallastTensor

/// Adagrad, as PyTorch's `Adagrad`.
///
/// g ← g + λp; s ← s + g², s starting at `initial_accumulator`; p ← p − η / (1 + (t − 1)·`rate_decay`) · g / (√s + ε) at
/// update t.
public struct Adagrad: Optimizer {
    public struct Config: ComponentConfig {
        @Setting("Learning rate before the schedule.", range: .above(0)) public var learningRate: Double
        @Setting("Fall of the rate per update: 1 / (1 + (t - 1) rate_decay).", range: 0...) public var rateDecay = 0.0
        @Setting("Value the sum of squared gradients starts from.", range: 0...) public var initialAccumulator = 0.0
        @Setting("Added to the root, against division by 0.", range: .above(0)) public var epsilon = 1e-10
        @Setting("Weight decay, added to the gradient.", range: 0...) public var weightDecay = 0.0

        public init() {}
    }

    public static let name = "adagrad"
    public static let summary = "Steps scaled by the root of the sum of all squared gradients so far."
    public static let paper: String? =
        "Duchi, Hazan, Singer: Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, JMLR 2011"
    public static var example: ConfigNode { .section(["learning_rate": .number(0.01)]) }

    private let config: Config

    public init(config: Config) { self.config = config }

    public var learningRate: Double { config.learningRate }
    public var weightDecay: Double { config.weightDecay }

    public var stateDescriptions: [OptimizerStateDescription] {
        [OptimizerStateDescription(name: "sum", initialValue: config.initialAccumulator)]
    }

    public func update(_ step: inout OptimizerStep) {
        let rate = step.learningRate / (1 + Double(step.number - 1) * config.rateDecay)
        let rule = AdagradRule(learningRate: rate, weightDecay: step.weightDecay, epsilon: config.epsilon)
        step.value.update(gradient: step.gradient, sum: &step.state[0], by: rule)
    }
}
