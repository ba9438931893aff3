extension Tensor {
    /// The elements in order along one axis, equal ones as they stood and NaN last; the gradient follows each element.
    public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor {
        let position = shape.normalized(axis)
        let (output, positions) = sort(axis: position, descending: descending)
        guard isRecorded else { return output }
        let source = shape
        return output.recorded(from: self) { upstream in
            let gradient = Tensor(zeros: source, like: upstream)
            gradient.device.backend.addPicked(
                upstream.rowMajor(), axis: position, positions.pointer, into: gradient)
            return gradient
        }
    }

    /// The k largest elements along one axis, largest first, and where they stood, in the order of the values.
    /// The gradient follows each value.
    public func topK(_ k: Int, axis: Int = -1) -> (values: Tensor, indices: [Int32]) {
        let position = shape.normalized(axis)
        require(k >= 0 && k <= shape[position], "topK(\(k)) of axis \(axis) of shape \(shape)")
        let (ordered, positions) = sort(axis: position, descending: true)
        let values = ordered.sliced(axis: position, 0..<k)
        let span = AxisSpan(shape, axis: position)
        var indices: [Int32] = []
        indices.reserveCapacity(values.count)
        for block in 0..<span.outer {
            let start = block * span.extent * span.inner
            for offset in start..<(start + k * span.inner) { indices.append(positions.pointer[offset]) }
        }
        guard isRecorded else { return (values, indices) }
        let (source, places) = (shape, indices)
        let recorded = values.recorded(from: self) { upstream in
            let gradient = Tensor(zeros: source, like: upstream)
            gradient.device.backend.addPicked(upstream.rowMajor(), axis: position, places, into: gradient)
            return gradient
        }
        return (recorded, indices)
    }

    /// Running sums along one axis, each including its own element.
    public func cumulativeSum(axis: Int = -1) -> Tensor { cumulativeSum(axis: axis, reversed: false) }

    private func cumulativeSum(axis: Int, reversed: Bool) -> Tensor {
        let position = shape.normalized(axis)
        let output = Tensor(uninitialized: shape, like: self)
        device.backend.cumulativeSum(plain(), axis: position, reversed: reversed, into: output)
        guard isRecorded else { return output }
        // Element j is part of every sum from j on.
        return output.recorded(from: self) { $0.cumulativeSum(axis: position, reversed: !reversed) }
    }

    private func sort(axis: Int, descending: Bool) -> (values: Tensor, positions: Positions) {
        let output = Tensor(uninitialized: shape, like: self)
        let positions = Positions(count: count, on: device)
        device.backend.sort(plain(), axis: axis, descending: descending, into: output, positions: positions)
        return (output, positions)
    }
}
