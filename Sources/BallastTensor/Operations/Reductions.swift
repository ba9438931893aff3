extension Tensor {
    /// The sum of all elements, a scalar; 0 of no elements.
    public func sum() -> Tensor { reduced(.sum, over: .all(rank: rank), to: .scalar) }

    /// The mean of all elements, a scalar; NaN of no elements.
    public func mean() -> Tensor { reduced(.mean, over: .all(rank: rank), to: .scalar) }

    /// The sum along one axis, which is dropped or kept with extent 1.
    public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
        reduced(
            .sum, over: AxisSet(axis: shape.normalized(axis)), to: shape.reducing(axis, keepingAxis: keepingAxis))
    }

    /// The mean along one axis, which is dropped or kept with extent 1.
    public func mean(axis: Int, keepingAxis: Bool = false) -> Tensor {
        reduced(
            .mean, over: AxisSet(axis: shape.normalized(axis)), to: shape.reducing(axis, keepingAxis: keepingAxis))
    }

    /// The sum along several axes.
    public func sum(axes: [Int], keepingAxes: Bool = false) -> Tensor {
        reduced(.sum, over: axisSet(axes), to: shape.reducing(axisSet(axes), keepingAxes: keepingAxes))
    }

    /// The mean along several axes.
    public func mean(axes: [Int], keepingAxes: Bool = false) -> Tensor {
        reduced(.mean, over: axisSet(axes), to: shape.reducing(axisSet(axes), keepingAxes: keepingAxes))
    }

    /// The mean squared deviation from the mean along one axis (divisor n, not n − 1), in two passes.
    public func variance(axis: Int, keepingAxis: Bool = false) -> Tensor {
        (self - mean(axis: axis, keepingAxis: true)).square().mean(axis: axis, keepingAxis: keepingAxis)
    }

    private func axisSet(_ axes: [Int]) -> AxisSet {
        axes.reduce(into: AxisSet()) { $0.insert(AxisSet(axis: shape.normalized($1))) }
    }

    private func reduced(_ operation: ReductionOperation, over axes: AxisSet, to target: Shape) -> Tensor {
        let input = plain()
        let output = Tensor(uninitialized: target, like: input)
        device.backend.reduce(operation, input, over: axes, into: output)
        guard isRecorded else { return output }
        let inputShape = shape
        let kept = shape.reducing(axes, keepingAxes: true)
        return output.recorded(from: self) { upstream in
            // Scaled while small, before it is spread.
            let divisor = Double(inputShape.elementCount / Swift.max(kept.elementCount, 1))
            let share = operation == .mean ? upstream / divisor : upstream
            return share.reshaped(to: kept).broadcast(to: inputShape)
        }
    }
}

extension Tensor {
    /// The largest element, a scalar. The gradient goes to the first of several largest; NaN counts as the largest.
    public func max() -> Tensor { reshaped(to: [count]).max(axis: 0) }

    /// The smallest element, a scalar. The gradient goes to the first of several smallest; NaN counts as the smallest.
    public func min() -> Tensor { reshaped(to: [count]).min(axis: 0) }

    /// The largest elements along one axis, of at least one element; the gradient goes to the first of several largest.
    public func max(axis: Int, keepingAxis: Bool = false) -> Tensor {
        extremum(.maximum, axis: axis, keepingAxis: keepingAxis)
    }

    /// The smallest elements along one axis, of at least one element; the gradient goes to the first of several
    /// smallest.
    public func min(axis: Int, keepingAxis: Bool = false) -> Tensor {
        extremum(.minimum, axis: axis, keepingAxis: keepingAxis)
    }

    /// The position of the first largest element along one axis, in row-major order of the other axes.
    public func argmax(axis: Int = -1) -> [Int32] {
        found(.maximum, axis: axis, keepingAxis: false).positions.values
    }

    private func extremum(_ extremum: Extremum, axis: Int, keepingAxis: Bool) -> Tensor {
        let (output, positions) = found(extremum, axis: axis, keepingAxis: keepingAxis)
        guard isRecorded else { return output }
        let (inputShape, position) = (shape, shape.normalized(axis))
        return output.recorded(from: self) { upstream in
            let gradient = Tensor(zeros: inputShape, like: upstream)
            gradient.device.backend.addPicked(
                upstream.rowMajor(), axis: position, positions.pointer, into: gradient)
            return gradient
        }
    }

    private func found(_ extremum: Extremum, axis: Int, keepingAxis: Bool) -> (values: Tensor, positions: Positions) {
        let target = shape.reducing(axis, keepingAxis: keepingAxis)
        require(shape[axis] > 0, "\(extremum) along axis \(axis) of shape \(shape): there are no elements")
        let output = Tensor(uninitialized: target, like: self)
        let positions = Positions(count: target.elementCount, on: device)
        device.backend.extremum(
            extremum, plain(), axis: shape.normalized(axis), into: output, positions: positions)
        return (output, positions)
    }
}
