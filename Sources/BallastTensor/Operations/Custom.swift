extension Tensor {
    /// An operation with its own gradient, for what the tape's rules would compute slowly or inaccurately.
    ///
    /// Neither closure is recorded; both get untracked tensors.
    /// - Parameters:
    ///   - inputs: the operands, of which any may be tracked.
    ///   - forward: computes the result.
    ///   - backward: computes, from the inputs, the result and its gradient, the gradient of every input in order, of
    ///     the input's shape, or nil for an input that needs none.
    public static func custom(
        inputs: [Tensor], forward: ([Tensor]) -> Tensor,
        backward: @escaping (_ inputs: [Tensor], _ output: Tensor, _ upstream: Tensor) -> [Tensor?]
    ) -> Tensor {
        guard let device = inputs.first?.device else { stop("custom needs at least one input") }
        let values = inputs.map { $0.untracked().rowMajor() }
        let output = device.withoutRecording { forward(values) }.untracked()
        guard device.isRecording, inputs.contains(where: \.isTracked) else { return output }
        return output.recorded(from: inputs) { upstream in
            let gradients = backward(values, output, upstream.rowMajor())
            require(
                gradients.count == values.count,
                "custom: the backward closure gave \(gradients.count) gradients for \(values.count) inputs")
            for (position, gradient) in gradients.enumerated() {
                guard let gradient else { continue }
                require(
                    gradient.shape == values[position].shape,
                    "custom: the gradient of input \(position) has the shape \(gradient.shape), not "
                        + "\(values[position].shape)")
            }
            return gradients.map { $0?.untracked() }
        }
    }
}
