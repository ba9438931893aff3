extension ReferenceBackend {
    package func apply(
        _ operation: UnaryOperation, _ parameters: UnaryParameters, to input: Tensor, into output: Tensor
    ) {
        switch output.scalarType {
        case .float32: apply(operation, parameters, to: input, into: output, as: Float.self)
        case .float64: apply(operation, parameters, to: input, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    package func applyGradient(
        of operation: UnaryOperation, _ parameters: UnaryParameters, saved: Tensor, upstream: Tensor,
        into output: Tensor
    ) {
        switch output.scalarType {
        case .float32: gradient(of: operation, parameters, saved, upstream, into: output, as: Float.self)
        case .float64: gradient(of: operation, parameters, saved, upstream, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func apply<Element: RealElement>(
        _ operation: UnaryOperation, _ parameters: UnaryParameters, to input: Tensor, into output: Tensor,
        as type: Element.Type
    ) {
        let first = Element(parameters.first)
        let second = Element(parameters.second)
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let count = output.storedCount
        @inline(__always) func map(_ function: (Element) -> Element) {
            for position in 0..<count { target[position] = function(source[position]) }
        }
        switch operation {
        case .negate: map { -$0 }
        case .exponential: map { Element.exponential($0) }
        case .logarithm: map { Element.logarithm($0) }
        case .logarithmOfOnePlus: map { Element.logarithmOfOnePlus($0) }
        case .exponentialMinusOne: map { Element.exponentialMinusOne($0) }
        case .softplus: map { ($0 > 0 ? $0 : 0) + Element.softplusTail($0) }
        case .sigmoid: map { Element.sigmoid($0) }
        case .logSigmoid: map { ($0 < 0 ? $0 : 0) - Element.softplusTail($0) }
        case .tanh: map { Element.hyperbolicTangent($0) }
        case .squareRoot: map { $0.squareRoot() }
        case .reciprocalSquareRoot: map { 1 / $0.squareRoot() }
        case .square: map { $0 * $0 }
        case .reciprocal: map { 1 / $0 }
        case .absolute: map { abs($0) }
        case .sign: map { $0 > 0 ? 1 : ($0 < 0 ? -1 : $0) }
        case .relu: map { $0 < 0 ? 0 : $0 }
        case .leakyRelu: map { $0 > 0 ? $0 : first * $0 }
        case .gelu: map { $0 * Element.normalDistribution($0) }
        case .power: map { Element.power($0, first) }
        case .clip: map { $0 < first ? first : ($0 > second ? second : $0) }
        case .sine: map { Element.sine($0) }
        case .cosine: map { Element.cosine($0) }
        case .focalCrossEntropy:
            map {
                let tail = Element.softplusTail($0)
                return (($0 < 0 ? -$0 : 0) + tail) * Element.exponential(-first * (($0 > 0 ? $0 : 0) + tail))
            }
        }
    }

    private func gradient<Element: RealElement>(
        of operation: UnaryOperation, _ parameters: UnaryParameters, _ saved: Tensor, _ upstream: Tensor,
        into output: Tensor, as type: Element.Type
    ) {
        let first = Element(parameters.first)
        let second = Element(parameters.second)
        let source = saved.pointer(as: type)
        let gradient = upstream.pointer(as: type)
        let target = output.pointer(as: type)
        let count = output.storedCount
        @inline(__always) func map(_ derivative: (Element) -> Element) {
            for position in 0..<count {
                let factor = gradient[position]
                target[position] = factor == 0 ? 0 : factor * derivative(source[position])
            }
        }
        switch operation {
        // From the output.
        case .exponential: map { $0 }
        case .squareRoot: map { 0.5 / $0 }
        case .reciprocalSquareRoot: map { -0.5 * $0 * $0 * $0 }
        case .reciprocal: map { -$0 * $0 }
        case .relu: map { $0 > 0 ? 1 : 0 }
        // From the input.
        case .logarithm: map { 1 / $0 }
        case .logarithmOfOnePlus: map { 1 / (1 + $0) }
        case .exponentialMinusOne: map { Element.exponential($0) }
        case .softplus: map { Element.sigmoid($0) }
        case .sigmoid: map { Element.sigmoidDerivative($0) }
        case .logSigmoid: map { Element.sigmoid(-$0) }
        case .tanh: map { 4 * Element.sigmoidDerivative(2 * $0) }
        case .square: map { 2 * $0 }
        case .absolute: map { $0 > 0 ? 1 : ($0 < 0 ? -1 : 0) }
        case .leakyRelu: map { $0 > 0 ? 1 : first }
        case .gelu: map { Element.normalDistribution($0) + $0 * Element.normalDensity($0) }
        case .power: if first == 0 { map { _ in 0 } } else { map { first * Element.power($0, first - 1) } }
        case .clip: map { $0 >= first && $0 <= second ? 1 : 0 }
        case .sine: map { Element.cosine($0) }
        case .cosine: map { -Element.sine($0) }
        case .focalCrossEntropy:
            map {
                let tail = Element.softplusTail($0)
                let modulator = Element.exponential(-first * (($0 > 0 ? $0 : 0) + tail))
                // σ(x) vanishes faster than softplus(−x) grows: this product first, and nothing overflows.
                let product = Element.sigmoid($0) * (($0 < 0 ? -$0 : 0) + tail)
                return -modulator * (Element.sigmoid(-$0) + first * product)
            }
        case .negate, .sign: stop("\(operation) has no gradient kernel")
        }
    }
}
