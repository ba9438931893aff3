extension Tensor {
    /// A convolution and the batch normalisation behind it as inference has them: one convolution, whose result a residual
    /// is added to and a rectifier applied to before it is stored.
    ///
    /// With f = scale / √(variance + ε), the filters are weight · f and the offsets shift + (bias − mean) · f, so that the
    /// result is that of ``conv2d(_:weight:bias:stride:padding:)`` and then
    /// ``batchNorm(_:scale:shift:running:training:momentum:epsilon:adding:relu:)`` with the running statistics, but for
    /// rounding. Nothing is recorded.
    ///
    /// - Parameters:
    ///   - input: [N, I, H, W].
    ///   - weight: [O, I, kernel height, kernel width].
    ///   - bias: [O], or nil for none.
    ///   - stride: step between neighbouring windows, at least 1.
    ///   - padding: rows and columns of zeros around the image, at least 0.
    ///   - scale: factor of each channel, [O].
    ///   - shift: offset of each channel, [O].
    ///   - running: running mean and variance, [O] each.
    ///   - epsilon: added to the variance, positive.
    ///   - residual: added to the normalised result, of its shape.
    ///   - relu: whether the result is rectified.
    /// - Returns: [N, O, H′, W′].
    public static func foldedConv2d(
        _ input: Tensor, weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, scale: Tensor,
        shift: Tensor, running: (mean: Buffer, variance: Buffer), epsilon: Double = 1e-5,
        adding residual: Tensor? = nil, relu: Bool = false
    ) -> Tensor {
        let geometry = convolutionGeometry(input, weight: weight, bias: bias, stride: stride, padding: padding)
        return input.device.withoutRecording {
            let factor = scale / (running.variance.value + epsilon).sqrt()
            let mean = bias.map { running.mean.value - $0 } ?? running.mean.value
            let folded = weight * factor.reshaped(to: [weight.shape[0], 1, 1, 1])
            let offset = shift - mean * factor
            let backend = input.device.backend
            let output = Tensor(
                uninitialized: geometry.outputShape(input, weight: weight), input.scalarType,
                layout: backend.activationLayout(of: input.scalarType), on: input.device)
            require(
                residual.map { $0.shape == output.shape } ?? true,
                "foldedConv2d adds a residual of shape \(output.shape)")
            let source = input.laidOut(
                as: backend.convolutionInputLayout(channels: input.shape[1], input.scalarType), input.scalarType)
            backend.convolution(
                source.untracked(), weight: folded, bias: offset,
                adding: residual?.laidOut(as: output.layout, output.scalarType).untracked(), relu: relu, geometry,
                into: output)
            return output
        }
    }
}
