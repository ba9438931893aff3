public import BallastCore
internal import BallastTensor

/// Stochastic gradient descent with momentum, as PyTorch's `SGD`.
///
/// g ← g + λp; b ← μb + (1 − d)g, in the first update b ← g; p ← p − η(g + μb) with Nesterov, else p ← p − ηb. Without
/// momentum p ← p − ηg. η is the learning rate, λ the weight decay, μ the momentum, d the dampening.
///
/// Sutskever et al., ICML 2013; the rate multiplies the buffer, not its increments, so a change of rate acts at once.
public struct SGD: Optimizer {
    public struct Config: ComponentConfig {
        @Setting("Learning rate before the schedule.", range: .above(0)) public var learningRate: Double
        @Setting("Share of the previous direction that is kept.", range: 0..<1) public var momentum = 0.0
        @Setting("Share of the gradient that momentum leaves out.", range: 0..<1) public var dampening = 0.0
        @Setting("Look ahead along the momentum (Nesterov).") public var nesterov = false
        @Setting("Weight decay, added to the gradient.", range: 0...) public var weightDecay = 0.0

        public init() {}

        public func validate(_ check: inout ConfigCheck) {
            check.require(!nesterov || momentum > 0, "nesterov", "needs momentum above 0", with: "momentum")
            check.require(!nesterov || dampening == 0, "nesterov", "needs dampening 0", with: "dampening")
            check.require(dampening == 0 || momentum > 0, "dampening", "needs momentum above 0", with: "momentum")
        }
    }

    public static let name = "sgd"
    public static let summary = "Stochastic gradient descent with momentum, Nesterov's or plain, and weight decay."
    public static let paper: String? =
        "Sutskever, Martens, Dahl, Hinton: On the importance of initialization and momentum in deep learning, ICML 2013"
    public static var example: ConfigNode { .section(["learning_rate": .number(0.1)]) }

    private let config: Config

    public init(config: Config) { self.config = config }

    public var learningRate: Double { config.learningRate }
    public var weightDecay: Double { config.weightDecay }

    public var stateDescriptions: [OptimizerStateDescription] {
        config.momentum > 0 ? [OptimizerStateDescription(name: "momentum_buffer")] : []
    }

    public func update(_ step: inout OptimizerStep) {
        let rule = SGDRule(
            learningRate: step.learningRate, weightDecay: step.weightDecay, momentum: config.momentum,
            dampening: config.dampening, isNesterov: config.nesterov, isFirst: step.number == 1)
        if step.state.isEmpty {
            step.value.update(gradient: step.gradient, by: rule)
        } else {
            step.value.update(gradient: step.gradient, momentum: &step.state[0], by: rule)
        }
    }
}
