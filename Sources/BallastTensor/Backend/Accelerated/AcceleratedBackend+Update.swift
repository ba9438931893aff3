internal import CKernels

/// Steps of the optimizers in vectors, with the bits of the plain loops.
extension AcceleratedBackend {
    package func update(
        _ value: Tensor, gradient: Tensor, mean: Tensor, square: Tensor, maximum: Tensor?, by rule: AdamRule
    ) {
        guard value.scalarType == .float32 else {
            return reference.update(
                value, gradient: gradient, mean: mean, square: square, maximum: maximum, by: rule)
        }
        var rule = ballast_adam_rule(
            keep_first: Float(rule.firstDecay), take_first: Float(1 - rule.firstDecay),
            keep_second: Float(rule.secondDecay), take_second: Float(1 - rule.secondDecay),
            step_size: Float(rule.stepSize), scale: Float(1 / rule.rootCorrection), epsilon: Float(rule.epsilon),
            coupled_decay: Float(rule.coupledDecay), keep_value: Float(1 - rule.decoupledDecay))
        ballast_adam(
            context, &rule, value.floatPointer, gradient.floatPointer, mean.floatPointer, square.floatPointer,
            maximum?.floatPointer, Int64(value.count))
    }

    package func update(_ value: Tensor, gradient: Tensor, momentum: Tensor?, by rule: SGDRule) {
        guard value.scalarType == .float32 else {
            return reference.update(value, gradient: gradient, momentum: momentum, by: rule)
        }
        var rule = ballast_sgd_rule(
            rate: Float(rule.learningRate), weight_decay: Float(rule.weightDecay),
            // On the first update the buffer takes the gradient as it is.
            keep: rule.isFirst ? 0 : Float(rule.momentum), take: rule.isFirst ? 1 : Float(1 - rule.dampening),
            nesterov: Float(rule.momentum), is_nesterov: rule.isNesterov ? 1 : 0)
        ballast_sgd(
            context, &rule, value.floatPointer, gradient.floatPointer, momentum?.floatPointer, Int64(value.count))
    }

    package func update(_ value: Tensor, gradient: Tensor, sum: Tensor, by rule: AdagradRule) {
        guard value.scalarType == .float32 else {
            return reference.update(value, gradient: gradient, sum: sum, by: rule)
        }
        var rule = ballast_adagrad_rule(
            rate: Float(rule.learningRate), weight_decay: Float(rule.weightDecay), epsilon: Float(rule.epsilon))
        ballast_adagrad(
            context, &rule, value.floatPointer, gradient.floatPointer, sum.floatPointer, Int64(value.count))
    }
}
