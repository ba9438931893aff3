extension Tensor {
    /// e^(x − m) / Σ e^(x − m) along one axis, with m its maximum: finite for any finite x.
    public func softmax(axis: Int = -1) -> Tensor { softmax(axis: axis, logarithmic: false) }

    /// (x − m) − ln Σ e^(x − m) along one axis, with m its maximum: finite for any finite x, and accurate where the
    /// probability is close to 1.
    public func logSoftmax(axis: Int = -1) -> Tensor { softmax(axis: axis, logarithmic: true) }

    private func softmax(axis: Int, logarithmic: Bool) -> Tensor {
        let position = shape.normalized(axis)
        let output = Tensor(uninitialized: shape, like: self)
        device.backend.softmax(plain(), axis: position, logarithmic: logarithmic, into: output)
        guard isRecorded else { return output }
        return output.recorded(from: self) { upstream in
            let gradient = Tensor(uninitializedLike: output)
            output.device.backend.softmaxGradient(
                output, upstream: upstream.rowMajor(), axis: position, logarithmic: logarithmic, into: gradient)
            return gradient
        }
    }

    /// ln Σ eˣ along one axis, finite for any finite x; −∞ if every x is −∞.
    public func logSumExp(axis: Int = -1, keepingAxis: Bool = false) -> Tensor {
        let position = shape.normalized(axis)
        require(shape[position] > 0, "logSumExp along axis \(axis) of shape \(shape): there are no elements")
        let input = plain().untracked()
        let output = Tensor(uninitialized: shape.reducing(axis, keepingAxis: keepingAxis), like: self)
        device.backend.logSumExp(input, axis: position, into: output)
        guard isRecorded else { return output }
        return output.recorded(from: self) { upstream in
            let gradient = Tensor(uninitializedLike: input)
            input.device.backend.logSumExpGradient(
                input, output: output, upstream: upstream.rowMajor(), axis: position, into: gradient)
            return gradient
        }
    }
}
