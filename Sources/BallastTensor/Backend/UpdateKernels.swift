/// Kernels of the optimizers: one pass over a parameter, its gradient and its state, all changed in place.
///
/// Every tensor of one call is row-major, has the parameter's shape and scalar type, and shares its memory with nobody
/// (``Tensor/makeUnique()``). The loops below serve every backend whose memory the processor can reach; they read and
/// write each array once, so they run at the speed of memory.
package protocol UpdateKernels {
    /// Stochastic gradient descent; `momentum` is nil where there is none.
    func update(_ value: Tensor, gradient: Tensor, momentum: Tensor?, by rule: SGDRule)
    /// Adam and AdamW; `maximum` is nil without AMSGrad.
    func update(
        _ value: Tensor, gradient: Tensor, mean: Tensor, square: Tensor, maximum: Tensor?, by rule: AdamRule)
    /// Adagrad.
    func update(_ value: Tensor, gradient: Tensor, sum: Tensor, by rule: AdagradRule)
    /// RMSprop; `mean` is nil unless centred, `momentum` nil where there is none.
    func update(
        _ value: Tensor, gradient: Tensor, square: Tensor, mean: Tensor?, momentum: Tensor?, by rule: RMSpropRule)
    /// The sum of the squares of all elements, accumulated in Double.
    func sumOfSquares(_ tensor: Tensor) -> Double
}

/// g ← g + λp; b ← μb + (1 − d)g, on the first update b ← g; p ← p − η(g + μb) with Nesterov, else p − ηb; without
/// momentum p ← p − ηg.
package struct SGDRule {
    package var learningRate: Double
    package var weightDecay: Double
    package var momentum = 0.0
    package var dampening = 0.0
    package var isNesterov = false
    package var isFirst = false

    package init(
        learningRate: Double, weightDecay: Double, momentum: Double, dampening: Double, isNesterov: Bool, isFirst: Bool
    ) {
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.momentum = momentum
        self.dampening = dampening
        self.isNesterov = isNesterov
        self.isFirst = isFirst
    }
}

/// m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; p ← p(1 − δ) − s·m / (√v/c + ε), with s = η/(1 − β₁ᵗ) and c = √(1 − β₂ᵗ);
/// AMSGrad takes the running maximum of v.
package struct AdamRule {
    /// The rate divided by the first bias correction, s.
    package var stepSize: Double
    /// The root of the second bias correction, c.
    package var rootCorrection: Double
    package var firstDecay: Double
    package var secondDecay: Double
    package var epsilon: Double
    /// Added to the gradient as λp.
    package var coupledDecay: Double
    /// Takes the fraction δ off the value before the step.
    package var decoupledDecay: Double

    package init(
        stepSize: Double, rootCorrection: Double, firstDecay: Double, secondDecay: Double, epsilon: Double,
        coupledDecay: Double, decoupledDecay: Double
    ) {
        self.stepSize = stepSize
        self.rootCorrection = rootCorrection
        self.firstDecay = firstDecay
        self.secondDecay = secondDecay
        self.epsilon = epsilon
        self.coupledDecay = coupledDecay
        self.decoupledDecay = decoupledDecay
    }
}

/// g ← g + λp; s ← s + g²; p ← p − ηg / (√s + ε).
package struct AdagradRule {
    package var learningRate: Double
    package var weightDecay: Double
    package var epsilon: Double

    package init(learningRate: Double, weightDecay: Double, epsilon: Double) {
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.epsilon = epsilon
    }
}

/// g ← g + λp; s ← αs + (1 − α)g²; centred: a ← αa + (1 − α)g, r = √(s − a²), else r = √s; u = g / (r + ε); with momentum
/// b ← μb + u and p ← p − ηb, else p ← p − ηu.
package struct RMSpropRule {
    package var learningRate: Double
    package var weightDecay: Double
    package var smoothing: Double
    package var epsilon: Double
    package var momentum: Double

    package init(learningRate: Double, weightDecay: Double, smoothing: Double, epsilon: Double, momentum: Double) {
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.smoothing = smoothing
        self.epsilon = epsilon
        self.momentum = momentum
    }
}
