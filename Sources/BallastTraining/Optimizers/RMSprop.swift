public import BallastCore
internal import BallastTensor

/// RMSprop, as PyTorch's `RMSprop`.
///
/// g ← g + λp; s ← αs + (1 − α)g²; r = √s or, centred, a ← αa + (1 − α)g and r = √(s − a²); u = g / (r + ε); with momentum
/// b ← μb + u and p ← p − ηb, else p ← p − ηu.
public struct RMSprop: Optimizer {
    public struct Config: ComponentConfig {
        @Setting("Learning rate before the schedule.", range: .above(0)) public var learningRate: Double
        @Setting("Decay α of the average squared gradient.", range: 0..<1) public var smoothing = 0.99
        @Setting("Added to the root, against division by 0.", range: .above(0)) public var epsilon = 1e-8
        @Setting("Share of the previous direction that is kept.", range: 0..<1) public var momentum = 0.0
        @Setting("Divide by the standard deviation of the gradient instead of its root mean square.")
        public var centered = false
        @Setting("Weight decay, added to the gradient.", range: 0...) public var weightDecay = 0.0

        public init() {}
    }

    public static let name = "rmsprop"
    public static let summary = "Steps scaled by the root of the running average of squared gradients."
    public static let paper: String? =
        "Tieleman, Hinton: Lecture 6.5, Neural Networks for Machine Learning, 2012; centred: Graves, arXiv:1308.0850"
    public static var example: ConfigNode { .section(["learning_rate": .number(0.01)]) }

    private let config: Config

    public init(config: Config) { self.config = config }

    public var learningRate: Double { config.learningRate }
    public var weightDecay: Double { config.weightDecay }

    public var stateDescriptions: [OptimizerStateDescription] {
        let names =
            ["square_avg"] + (config.centered ? ["grad_avg"] : []) + (config.momentum > 0 ? ["momentum_buffer"] : [])
        return names.map { OptimizerStateDescription(name: $0) }
    }

    public func update(_ step: inout OptimizerStep) {
        let rule = RMSpropRule(
            learningRate: step.learningRate, weightDecay: step.weightDecay, smoothing: config.smoothing,
            epsilon: config.epsilon, momentum: config.momentum)
        step.value.update(gradient: step.gradient, state: &step.state, isCentered: config.centered, by: rule)
    }
}
