public import BallastTensor

/// The rule that moves one parameter along its gradient.
///
/// An optimizer writes the mathematics of one parameter's step; the framework owns the per-parameter state, the rates of
/// model and loss parameters, weight-decay exemptions, clipping and checkpoints.
public protocol Optimizer: Component {
    init(config: Config) throws

    /// The base learning rate, before the schedule.
    var learningRate: Double { get }

    /// The weight decay of parameters that are not exempt.
    var weightDecay: Double { get }

    /// The state kept per parameter, by name, in the order ``OptimizerStep/state`` has it; each has the parameter's shape.
    var stateDescriptions: [OptimizerStateDescription] { get }

    /// Changes `step.value` and `step.state` in place.
    func update(_ step: inout OptimizerStep)
}

/// One array of an optimizer's state.
public struct OptimizerStateDescription: Equatable, Sendable {
    /// Its name in the checkpoint, such as `momentum`.
    public let name: String
    /// The value it starts from.
    public let initialValue: Double

    public init(name: String, initialValue: Double = 0) {
        self.name = name
        self.initialValue = initialValue
    }
}

/// Everything one parameter's update needs.
public struct OptimizerStep {
    /// The parameter, to be changed.
    public var value: Tensor
    /// The gradient, clipped, without weight decay.
    public let gradient: Tensor
    /// The optimizer's state of this parameter, to be changed.
    public var state: [Tensor]
    /// The rate of this parameter at this step, schedule included.
    public let learningRate: Double
    /// The weight decay of this parameter; 0 if it is exempt.
    public let weightDecay: Double
    /// The number of this update, from 1.
    public let number: Int

    public init(
        value: Tensor, gradient: Tensor, state: [Tensor], learningRate: Double, weightDecay: Double, number: Int
    ) {
        self.value = value
        self.gradient = gradient
        self.state = state
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.number = number
    }
}
