extension ReferenceBackend {
    package func softmax(_ input: Tensor, axis: Int, logarithmic: Bool, into output: Tensor) {
        switch output.scalarType {
        case .float32: softmax(input, axis: axis, logarithmic: logarithmic, into: output, as: Float.self)
        case .float64: softmax(input, axis: axis, logarithmic: logarithmic, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func softmax<Element: RealElement>(
        _ input: Tensor, axis: Int, logarithmic: Bool, into output: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let span = AxisSpan(input.shape, axis: axis)
        span.forEachLine { start, _ in
            let place = maximumPosition(source + start, span)
            let maximum = source[start + place * span.inner]
            let others = sumOfOthers(source + start, span, place)
            let logarithm = Element(Double.logarithmOfOnePlus(others))
            for position in 0..<span.extent {
                let offset = start + position * span.inner
                let shifted = source[offset] - maximum
                target[offset] =
                    logarithmic
                    ? shifted - logarithm : Element(Double(Element.exponential(shifted)) / (1 + others))
            }
        }
    }

    package func softmaxGradient(
        _ output: Tensor, upstream: Tensor, axis: Int, logarithmic: Bool, into gradient: Tensor
    ) {
        switch output.scalarType {
        case .float32: softmaxGradient(output, upstream, axis, logarithmic, into: gradient, as: Float.self)
        case .float64: softmaxGradient(output, upstream, axis, logarithmic, into: gradient, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func softmaxGradient<Element: RealElement>(
        _ output: Tensor, _ upstream: Tensor, _ axis: Int, _ logarithmic: Bool, into gradient: Tensor,
        as type: Element.Type
    ) {
        let results = output.pointer(as: type)
        let factors = upstream.pointer(as: type)
        let target = gradient.pointer(as: type)
        let span = AxisSpan(output.shape, axis: axis)
        span.forEachLine { start, _ in
            var sum = 0.0
            for position in 0..<span.extent {
                let offset = start + position * span.inner
                sum += Double(factors[offset]) * (logarithmic ? 1 : Double(results[offset]))
            }
            let total = Element(sum)
            for position in 0..<span.extent {
                let offset = start + position * span.inner
                let result = results[offset]
                target[offset] =
                    logarithmic
                    ? factors[offset] - Element.exponential(result) * total : result * (factors[offset] - total)
            }
        }
    }

    package func logSumExp(_ input: Tensor, axis: Int, into output: Tensor) {
        switch output.scalarType {
        case .float32: logSumExp(input, axis: axis, into: output, as: Float.self)
        case .float64: logSumExp(input, axis: axis, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func logSumExp<Element: RealElement>(
        _ input: Tensor, axis: Int, into output: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let span = AxisSpan(input.shape, axis: axis)
        span.forEachLine { start, line in
            let place = maximumPosition(source + start, span)
            let maximum = source[start + place * span.inner]
            // An infinite maximum is the result; ∞ − ∞ below would make NaN of it.
            target[line] =
                maximum.isInfinite
                ? maximum
                : maximum + Element(Double.logarithmOfOnePlus(sumOfOthers(source + start, span, place)))
        }
    }

    package func logSumExpGradient(
        _ input: Tensor, output: Tensor, upstream: Tensor, axis: Int, into gradient: Tensor
    ) {
        switch output.scalarType {
        case .float32: logSumExpGradient(input, output, upstream, axis, into: gradient, as: Float.self)
        case .float64: logSumExpGradient(input, output, upstream, axis, into: gradient, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func logSumExpGradient<Element: RealElement>(
        _ input: Tensor, _ output: Tensor, _ upstream: Tensor, _ axis: Int, into gradient: Tensor,
        as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let results = output.pointer(as: type)
        let factors = upstream.pointer(as: type)
        let target = gradient.pointer(as: type)
        let span = AxisSpan(input.shape, axis: axis)
        span.forEachLine { start, line in
            for position in 0..<span.extent {
                let offset = start + position * span.inner
                let value = source[offset]
                // An element of −∞ has no share, even if all are −∞.
                target[offset] =
                    value == -Element.infinity ? 0 : factors[line] * Element.exponential(value - results[line])
            }
        }
    }

    /// The position of the first maximum of a line, or of the first NaN.
    private func maximumPosition<Element: RealElement>(_ line: UnsafePointer<Element>, _ span: AxisSpan) -> Int {
        var place = 0
        for position in 1..<max(span.extent, 1) {
            let value = line[position * span.inner]
            let best = line[place * span.inner]
            if value > best || (value.isNaN && !best.isNaN) { place = position }
        }
        return place
    }

    /// Σ e^(x − maximum) over the elements of a line other than the maximum itself.
    private func sumOfOthers<Element: RealElement>(
        _ line: UnsafePointer<Element>, _ span: AxisSpan, _ place: Int
    ) -> Double {
        let maximum = line[place * span.inner]
        var sum = 0.0
        for position in 0..<span.extent where position != place {
            sum += Double(Element.exponential(line[position * span.inner] - maximum))
        }
        return sum
    }
}
