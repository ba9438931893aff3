extension ReferenceBackend {
    package func copy(
        _ shape: Shape, from input: Tensor, _ inputView: StridedView, to output: Tensor, _ outputView: StridedView
    ) {
        switch output.scalarType.byteCount {
        case 2: copy(shape, from: input, inputView, to: output, outputView, as: UInt16.self)
        case 4: copy(shape, from: input, inputView, to: output, outputView, as: UInt32.self)
        default: copy(shape, from: input, inputView, to: output, outputView, as: UInt64.self)
        }
    }

    private func copy<Bits: FixedWidthInteger>(
        _ shape: Shape, from input: Tensor, _ inputView: StridedView, to output: Tensor, _ outputView: StridedView,
        as type: Bits.Type
    ) {
        let plan = CopyPlan(shape, from: inputView, to: outputView)
        let source = input.pointer(as: type) + inputView.offset
        let target = output.pointer(as: type) + outputView.offset
        plan.forEachRow { inputOffset, outputOffset in
            let row = source + inputOffset
            let place = target + outputOffset
            if plan.inputStep == 1, plan.outputStep == 1 {
                place.update(from: row, count: plan.rowLength)
            } else {
                for position in 0..<plan.rowLength {
                    place[position * plan.outputStep] = row[position * plan.inputStep]
                }
            }
        }
    }

    package func gatherRows(_ input: Tensor, _ rows: UnsafePointer<Int32>, into output: Tensor) {
        let byteCount = AxisSpan(input.shape, axis: 0).inner * input.scalarType.byteCount
        for row in 0..<output.shape[0] {
            (output.storage.pointer + row * byteCount).copyMemory(
                from: input.storage.pointer + Int(rows[row]) * byteCount, byteCount: byteCount)
        }
    }

    package func addRows(_ contribution: Tensor, _ rows: UnsafePointer<Int32>, into target: Tensor) {
        switch target.scalarType {
        case .float32: addRows(contribution, rows, into: target, as: Float.self)
        case .float64: addRows(contribution, rows, into: target, as: Double.self)
        case .bfloat16: unsupported(target.scalarType)
        }
    }

    private func addRows<Element: RealElement>(
        _ contribution: Tensor, _ rows: UnsafePointer<Int32>, into target: Tensor, as type: Element.Type
    ) {
        let width = AxisSpan(target.shape, axis: 0).inner
        let source = contribution.pointer(as: type)
        let sums = target.pointer(as: type)
        for row in 0..<contribution.shape[0] {
            let place = sums + Int(rows[row]) * width
            for column in 0..<width { place[column] += source[row * width + column] }
        }
    }

    package func pick(_ input: Tensor, axis: Int, _ positions: UnsafePointer<Int32>, into output: Tensor) {
        switch output.scalarType {
        case .float32: pick(input, axis, positions, into: output, as: Float.self)
        case .float64: pick(input, axis, positions, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func pick<Element: RealElement>(
        _ input: Tensor, _ axis: Int, _ positions: UnsafePointer<Int32>, into output: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        AxisSpan(input.shape, axis: axis).forEachPick(output.count) { element, start, step in
            target[element] = source[start + Int(positions[element]) * step]
        }
    }

    package func addPicked(
        _ contribution: Tensor, axis: Int, _ positions: UnsafePointer<Int32>, into target: Tensor
    ) {
        switch target.scalarType {
        case .float32: addPicked(contribution, axis, positions, into: target, as: Float.self)
        case .float64: addPicked(contribution, axis, positions, into: target, as: Double.self)
        case .bfloat16: unsupported(target.scalarType)
        }
    }

    private func addPicked<Element: RealElement>(
        _ contribution: Tensor, _ axis: Int, _ positions: UnsafePointer<Int32>, into target: Tensor,
        as type: Element.Type
    ) {
        let source = contribution.pointer(as: type)
        let sums = target.pointer(as: type)
        AxisSpan(target.shape, axis: axis).forEachPick(contribution.count) { element, start, step in
            sums[start + Int(positions[element]) * step] += source[element]
        }
    }

    package func sort(_ input: Tensor, axis: Int, descending: Bool, into output: Tensor, positions: Positions) {
        switch output.scalarType {
        case .float32: sort(input, axis, descending, into: output, positions, as: Float.self)
        case .float64: sort(input, axis, descending, into: output, positions, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func sort<Element: RealElement>(
        _ input: Tensor, _ axis: Int, _ descending: Bool, into output: Tensor, _ positions: Positions,
        as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let found = positions.pointer
        let span = AxisSpan(input.shape, axis: axis)
        span.forEachLine { start, _ in
            let order = (0..<span.extent).sorted { left, right in
                let leftValue = source[start + left * span.inner]
                let rightValue = source[start + right * span.inner]
                if leftValue.isNaN != rightValue.isNaN { return rightValue.isNaN }
                if leftValue == rightValue || leftValue.isNaN { return left < right }
                return descending ? leftValue > rightValue : leftValue < rightValue
            }
            for (place, position) in order.enumerated() {
                target[start + place * span.inner] = source[start + position * span.inner]
                found[start + place * span.inner] = Int32(position)
            }
        }
    }
}

extension AxisSpan {
    /// Calls `body` for each of `count` picked elements: its number, the offset of the first element of its line and
    /// the step along the line.
    @inline(__always)
    fileprivate func forEachPick(_ count: Int, _ body: (_ element: Int, _ start: Int, _ step: Int) -> Void) {
        guard count > 0 else { return }
        let picks = count / (outer * inner)
        var element = 0
        for block in 0..<outer {
            for _ in 0..<picks {
                for column in 0..<inner {
                    body(element, block * extent * inner + column, inner)
                    element += 1
                }
            }
        }
    }
}
