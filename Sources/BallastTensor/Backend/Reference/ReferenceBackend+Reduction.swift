extension ReferenceBackend {
    package func reduce(_ operation: ReductionOperation, _ input: Tensor, over axes: AxisSet, into output: Tensor) {
        switch output.scalarType {
        case .float32: reduce(operation, input, over: axes, into: output, as: Float.self)
        case .float64: reduce(operation, input, over: axes, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func reduce<Element: RealElement>(
        _ operation: ReductionOperation, _ input: Tensor, over axes: AxisSet, into output: Tensor,
        as type: Element.Type
    ) {
        let plan = ReductionPlan(input.shape, over: axes)
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: plan.outputCount) { sums in
            sums.initialize(repeating: 0)
            plan.forEachRow { start, offset in
                if plan.rowIsReduced {
                    var sum = 0.0
                    for position in 0..<plan.rowLength { sum += Double(source[start + position]) }
                    sums[offset] += sum
                } else {
                    for position in 0..<plan.rowLength {
                        sums[offset + position] += Double(source[start + position])
                    }
                }
            }
            let divisor = operation == .mean ? Double(plan.reducedCount) : 1
            for position in 0..<plan.outputCount { target[position] = Element(sums[position] / divisor) }
        }
    }

    package func extremum(
        _ extremum: Extremum, _ input: Tensor, axis: Int, into output: Tensor, positions: Positions
    ) {
        switch output.scalarType {
        case .float32: self.extremum(extremum, input, axis: axis, into: output, positions, as: Float.self)
        case .float64: self.extremum(extremum, input, axis: axis, into: output, positions, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func extremum<Element: RealElement>(
        _ extremum: Extremum, _ input: Tensor, axis: Int, into output: Tensor, _ positions: Positions,
        as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let found = positions.pointer
        let span = AxisSpan(input.shape, axis: axis)
        span.forEachLine { start, line in
            var best = source[start]
            var place = 0
            for position in 1..<max(span.extent, 1) {
                let value = source[start + position * span.inner]
                let isBetter = extremum == .maximum ? value > best : value < best
                if isBetter || (value.isNaN && !best.isNaN) {
                    best = value
                    place = position
                }
            }
            target[line] = best
            found[line] = Int32(place)
        }
    }

    package func cumulativeSum(_ input: Tensor, axis: Int, reversed: Bool, into output: Tensor) {
        switch output.scalarType {
        case .float32: cumulativeSum(input, axis: axis, reversed: reversed, into: output, as: Float.self)
        case .float64: cumulativeSum(input, axis: axis, reversed: reversed, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func cumulativeSum<Element: RealElement>(
        _ input: Tensor, axis: Int, reversed: Bool, into output: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let span = AxisSpan(input.shape, axis: axis)
        span.forEachLine { start, _ in
            var sum = 0.0
            for step in 0..<span.extent {
                let offset = start + (reversed ? span.extent - 1 - step : step) * span.inner
                sum += Double(source[offset])
                target[offset] = Element(sum)
            }
        }
    }
}

extension AxisSpan {
    /// Calls `body` for every line of elements along the axis: the offset of its first element, of which the others
    /// follow at steps of ``inner``, and its number.
    @inline(__always)
    func forEachLine(_ body: (_ start: Int, _ line: Int) -> Void) {
        for block in 0..<outer {
            for column in 0..<inner { body(block * extent * inner + column, block * inner + column) }
        }
    }
}
