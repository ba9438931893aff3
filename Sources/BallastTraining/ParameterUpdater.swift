public import BallastCore
public import BallastTensor

/// What is common to all optimizers: who is exempt from weight decay, how gradients are clipped, how fast the loss's own
/// parameters move.
public struct UpdatePolicy: Equatable, Sendable {
    /// Factor on the learning rate of the loss's own parameters.
    public var lossRateFactor = 1.0
    /// Roles of parameters without weight decay.
    public var weightDecayExempt: Set<Parameter.Role> = []
    /// Largest absolute value of a gradient's element; applied before ``clipNorm``.
    public var clipValue: Double?
    /// Largest Euclidean norm of all gradients together; beyond it all are scaled by clipNorm / (norm + 10⁻⁶), which is
    /// PyTorch's `clip_grad_norm_`.
    public var clipNorm: Double?

    public init(
        lossRateFactor: Double = 1, weightDecayExempt: Set<Parameter.Role> = [], clipValue: Double? = nil,
        clipNorm: Double? = nil
    ) {
        self.lossRateFactor = lossRateFactor
        self.weightDecayExempt = weightDecayExempt
        self.clipValue = clipValue
        self.clipNorm = clipNorm
    }
}

/// What an update did.
public struct UpdateSummary: Equatable, Sendable {
    /// The rate of the model's parameters, schedule included.
    public let learningRate: Double
    /// The Euclidean norm of all gradients together before it was limited; nil if no limit is set.
    public let gradientNorm: Double?
}

/// Moves the parameters of a model and of its loss by one optimizer, and owns the optimizer's state.
///
/// A parameter that got no gradient is left alone, and its count of updates does not advance, as in PyTorch.
public final class ParameterUpdater {
    let optimizer: any Optimizer
    private let schedule: (any Schedule)?
    private let policy: UpdatePolicy
    /// The number of arrays in a parameter's state.
    private let stateCount: Int
    var slots: [Slot]
    /// The number of updates so far.
    public internal(set) var updateCount = 0
    /// Stands in for a tensor that is lent out, so that whoever borrows it is its only user.
    private let placeholder: Tensor?

    /// One parameter with its optimizer state.
    struct Slot {
        let parameter: Parameter
        /// Its name in a checkpoint: `model/fc1.weight`, `loss/anchors`.
        let name: String
        let rateFactor: Double
        let weightDecay: Double
        var state: [Tensor]
        var updates = 0
    }

    /// - Parameters:
    ///   - optimizer: the rule of a step.
    ///   - schedule: the factor on the optimizer's rate over the run; nil for a constant rate.
    ///   - model: the model's parameters.
    ///   - loss: the loss's own parameters.
    ///   - policy: clipping, exemptions from weight decay, the loss's own rate.
    public init(
        optimizer: any Optimizer, schedule: (any Schedule)? = nil, model: [Parameter], loss: [Parameter] = [],
        policy: UpdatePolicy = UpdatePolicy()
    ) {
        self.optimizer = optimizer
        self.schedule = schedule
        self.policy = policy
        placeholder = (model + loss).first.map { Tensor(0, on: $0.value.device) }
        let descriptions = optimizer.stateDescriptions
        stateCount = descriptions.count
        slots = []
        for (parameters, group, factor) in [(model, "model", 1), (loss, "loss", policy.lossRateFactor)] {
            for parameter in parameters {
                let isExempt = policy.weightDecayExempt.contains(parameter.role)
                slots.append(
                    Slot(
                        parameter: parameter, name: "\(group)/\(parameter.path)", rateFactor: factor,
                        weightDecay: isExempt ? 0 : optimizer.weightDecay,
                        state: descriptions.map {
                            Tensor(
                                filledWith: $0.initialValue, shape: parameter.shape,
                                scalarType: parameter.value.scalarType, on: parameter.value.device)
                        }))
            }
        }
    }

    /// Forgets all gradients; to be called before every backward pass.
    public func clearGradients() {
        for slot in slots { slot.parameter.clearGradient() }
    }

    /// The rate of the model's parameters at a position.
    public func learningRate(at position: TrainingPosition) -> Double {
        optimizer.learningRate * (schedule?.factor(at: position) ?? 1)
    }

    /// Moves every parameter along its gradient.
    @discardableResult
    public func update(at position: TrainingPosition) -> UpdateSummary {
        let rate = learningRate(at: position)
        guard let placeholder else { return UpdateSummary(learningRate: rate, gradientNorm: nil) }
        return placeholder.device.withoutRecording {
            let norm = clipGradients()
            for index in slots.indices {
                if let gradient = slots[index].parameter.gradient {
                    update(&slots[index], gradient: gradient, rate: rate, placeholder: placeholder)
                }
            }
            updateCount += 1
            return UpdateSummary(learningRate: rate, gradientNorm: norm)
        }
    }

    private func update(_ slot: inout Slot, gradient: Tensor, rate: Double, placeholder: Tensor) {
        slot.updates += 1
        var step = OptimizerStep(
            value: placeholder, gradient: gradient, state: [], learningRate: rate * slot.rateFactor,
            weightDecay: slot.weightDecay, number: slot.updates)
        let shape = slot.parameter.shape
        swap(&step.state, &slot.state)
        slot.parameter.update { value in
            swap(&step.value, &value)
            optimizer.update(&step)
            swap(&step.value, &value)
        }
        swap(&step.state, &slot.state)
        require(
            slot.state.count == stateCount && slot.state.allSatisfy { $0.shape == shape },
            "an optimizer must keep the number and shapes of its state's arrays")
    }

    /// Limits the gradients and returns their norm, if it is limited.
    private func clipGradients() -> Double? {
        if let limit = policy.clipValue {
            for slot in slots {
                guard let gradient = slot.parameter.gradient else { continue }
                slot.parameter.setGradient(gradient.clipped(to: -limit...limit))
            }
        }
        guard let limit = policy.clipNorm else { return nil }
        let gradients = slots.compactMap(\.parameter.gradient)
        let norm = gradients.reduce(0) { $0 + $1.sumOfSquares() }.squareRoot()
        let factor = limit / (norm + 1e-6)
        // Written so that a norm that is not a number scales too, and so surfaces.
        guard !(factor >= 1) else { return norm }
        for slot in slots {
            // A product, not a change in place: two parameters may share one gradient's memory.
            if let gradient = slot.parameter.gradient { slot.parameter.setGradient(gradient * factor) }
        }
        return norm
    }
}
