/// The default kernels: plain loops, specialised for Float and Double.
///
/// Branches on options are taken outside the loops, so that the compiler vectorises every one of them.
extension UpdateKernels {
    package func update(_ value: Tensor, gradient: Tensor, momentum: Tensor?, by rule: SGDRule) {
        switch value.scalarType {
        case .float32: sgd(Float.self, value, gradient, momentum, rule)
        case .float64: sgd(Double.self, value, gradient, momentum, rule)
        case .bfloat16: rejectBFloat16()
        }
    }

    package func update(
        _ value: Tensor, gradient: Tensor, mean: Tensor, square: Tensor, maximum: Tensor?, by rule: AdamRule
    ) {
        switch value.scalarType {
        case .float32: adam(Float.self, value, gradient, mean, square, maximum, rule)
        case .float64: adam(Double.self, value, gradient, mean, square, maximum, rule)
        case .bfloat16: rejectBFloat16()
        }
    }

    package func update(_ value: Tensor, gradient: Tensor, sum: Tensor, by rule: AdagradRule) {
        switch value.scalarType {
        case .float32: adagrad(Float.self, value, gradient, sum, rule)
        case .float64: adagrad(Double.self, value, gradient, sum, rule)
        case .bfloat16: rejectBFloat16()
        }
    }

    package func update(
        _ value: Tensor, gradient: Tensor, square: Tensor, mean: Tensor?, momentum: Tensor?, by rule: RMSpropRule
    ) {
        switch value.scalarType {
        case .float32: rmsprop(Float.self, value, gradient, square, mean, momentum, rule)
        case .float64: rmsprop(Double.self, value, gradient, square, mean, momentum, rule)
        case .bfloat16: rejectBFloat16()
        }
    }

    package func sumOfSquares(_ tensor: Tensor) -> Double {
        switch tensor.scalarType {
        case .float32: squares(elements(tensor, Float.self))
        case .float64: squares(elements(tensor, Double.self))
        case .bfloat16: rejectBFloat16()
        }
    }
}

private func rejectBFloat16() -> Never {
    stop("parameters and their gradients are float32 or float64; bfloat16 lives inside the network only")
}

@inline(__always)
private func elements<Scalar>(_ tensor: Tensor, _ type: Scalar.Type) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(
        start: tensor.storage.pointer.assumingMemoryBound(to: Scalar.self), count: tensor.count)
}

@inline(__always)
private func sgd<Scalar: BinaryFloatingPoint>(
    _ type: Scalar.Type, _ value: Tensor, _ gradient: Tensor, _ momentum: Tensor?, _ rule: SGDRule
) {
    let values = elements(value, type)
    let gradients = elements(gradient, type)
    let rate = Scalar(rule.learningRate)
    let decay = Scalar(rule.weightDecay)
    guard let momentum else {
        for i in values.indices { values[i] -= rate * (gradients[i] + decay * values[i]) }
        return
    }
    let buffer = elements(momentum, type)
    // On the first update the buffer takes the gradient as it is.
    let keep = rule.isFirst ? 0 : Scalar(rule.momentum)
    let take = rule.isFirst ? 1 : Scalar(1 - rule.dampening)
    if rule.isNesterov {
        let factor = Scalar(rule.momentum)
        for i in values.indices {
            let slope = gradients[i] + decay * values[i]
            let velocity = keep * buffer[i] + take * slope
            buffer[i] = velocity
            values[i] -= rate * (slope + factor * velocity)
        }
    } else {
        for i in values.indices {
            let velocity = keep * buffer[i] + take * (gradients[i] + decay * values[i])
            buffer[i] = velocity
            values[i] -= rate * velocity
        }
    }
}

@inline(__always)
private func adam<Scalar: BinaryFloatingPoint>(
    _ type: Scalar.Type, _ value: Tensor, _ gradient: Tensor, _ mean: Tensor, _ square: Tensor, _ maximum: Tensor?,
    _ rule: AdamRule
) {
    let values = elements(value, type)
    let gradients = elements(gradient, type)
    let means = elements(mean, type)
    let squares = elements(square, type)
    let keepFirst = Scalar(rule.firstDecay)
    let takeFirst = Scalar(1 - rule.firstDecay)
    let keepSecond = Scalar(rule.secondDecay)
    let takeSecond = Scalar(1 - rule.secondDecay)
    let stepSize = Scalar(rule.stepSize)
    let scale = Scalar(1 / rule.rootCorrection)
    let epsilon = Scalar(rule.epsilon)
    let coupled = Scalar(rule.coupledDecay)
    let keepValue = Scalar(1 - rule.decoupledDecay)
    if let maximum {
        let maxima = elements(maximum, type)
        for i in values.indices {
            let slope = gradients[i] + coupled * values[i]
            let first = keepFirst * means[i] + takeFirst * slope
            let second = keepSecond * squares[i] + takeSecond * slope * slope
            let largest = maxima[i] > second ? maxima[i] : second
            means[i] = first
            squares[i] = second
            maxima[i] = largest
            values[i] = keepValue * values[i] - stepSize * first / (largest.squareRoot() * scale + epsilon)
        }
    } else {
        for i in values.indices {
            let slope = gradients[i] + coupled * values[i]
            let first = keepFirst * means[i] + takeFirst * slope
            let second = keepSecond * squares[i] + takeSecond * slope * slope
            means[i] = first
            squares[i] = second
            values[i] = keepValue * values[i] - stepSize * first / (second.squareRoot() * scale + epsilon)
        }
    }
}

@inline(__always)
private func adagrad<Scalar: BinaryFloatingPoint>(
    _ type: Scalar.Type, _ value: Tensor, _ gradient: Tensor, _ sum: Tensor, _ rule: AdagradRule
) {
    let values = elements(value, type)
    let gradients = elements(gradient, type)
    let sums = elements(sum, type)
    let rate = Scalar(rule.learningRate)
    let decay = Scalar(rule.weightDecay)
    let epsilon = Scalar(rule.epsilon)
    for i in values.indices {
        let slope = gradients[i] + decay * values[i]
        let total = sums[i] + slope * slope
        sums[i] = total
        values[i] -= rate * slope / (total.squareRoot() + epsilon)
    }
}

@inline(__always)
private func rmsprop<Scalar: BinaryFloatingPoint>(
    _ type: Scalar.Type, _ value: Tensor, _ gradient: Tensor, _ square: Tensor, _ mean: Tensor?, _ momentum: Tensor?,
    _ rule: RMSpropRule
) {
    let values = elements(value, type)
    let gradients = elements(gradient, type)
    let squares = elements(square, type)
    let means = mean.map { elements($0, type) }
    let buffer = momentum.map { elements($0, type) }
    let rate = Scalar(rule.learningRate)
    let decay = Scalar(rule.weightDecay)
    let keep = Scalar(rule.smoothing)
    let take = Scalar(1 - rule.smoothing)
    let epsilon = Scalar(rule.epsilon)
    let factor = Scalar(rule.momentum)
    for i in values.indices {
        let slope = gradients[i] + decay * values[i]
        let second = keep * squares[i] + take * slope * slope
        squares[i] = second
        var variance = second
        if let means {
            let first = keep * means[i] + take * slope
            means[i] = first
            variance = second - first * first
        }
        var direction = slope / (variance.squareRoot() + epsilon)
        if let buffer {
            direction += factor * buffer[i]
            buffer[i] = direction
        }
        values[i] -= rate * direction
    }
}

/// Eight running sums, so that the additions overlap; Double, so that 10⁸ small squares still count.
@inline(__always)
private func squares<Scalar: BinaryFloatingPoint>(_ elements: UnsafeMutableBufferPointer<Scalar>) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    let whole = elements.count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
        for lane in 0..<8 {
            let value = Double(elements[start + lane])
            sums[lane] += value * value
        }
    }
    var total = sums.sum()
    for i in whole..<elements.count { total += Double(elements[i]) * Double(elements[i]) }
    return total
}
