extension Tensor {
    /// Two-dimensional convolution, as networks use the word: cross-correlation with zero padding.
    ///
    /// output(n, o, y, x) = bias(o) + Σ_{i, ky, kx} input(n, i, y·stride + ky − padding, x·stride + kx − padding) ·
    /// weight(o, i, ky, kx); the output's extents are ⌊(extent + 2·padding − kernel) / stride⌋ + 1.
    ///
    /// - Parameters:
    ///   - input: [N, I, H, W].
    ///   - weight: [O, I, kernel height, kernel width].
    ///   - bias: [O], or nil for none.
    ///   - stride: step between neighbouring windows, at least 1.
    ///   - padding: rows and columns of zeros around the image, at least 0.
    /// - Returns: [N, O, H′, W′].
    public static func conv2d(
        _ input: Tensor, weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0
    ) -> Tensor {
        let geometry = convolutionGeometry(input, weight: weight, bias: bias, stride: stride, padding: padding)
        let outputShape = geometry.outputShape(input, weight: weight)

        let backend = input.device.backend
        let scalarType = input.scalarType
        let activationLayout = backend.activationLayout(of: scalarType)
        let source = input.laidOut(
            as: backend.convolutionInputLayout(channels: input.shape[1], scalarType), scalarType)
        let output = Tensor(uninitialized: outputShape, scalarType, layout: activationLayout, on: input.device)
        let (keptInput, keptWeight) = (source.untracked(), weight.untracked())
        backend.convolution(keptInput, weight: keptWeight, bias: bias, geometry, into: output)

        let inputIsTracked = source.isTracked
        let biasShape = bias.flatMap { $0.isTracked ? $0.shape : nil }
        let inputs = bias.map { [source, weight, $0] } ?? [source, weight]
        return output.recorded(from: inputs) { upstream in
            let device = upstream.device
            let slope = upstream.laidOut(as: activationLayout, scalarType)
            var inputGradient: Tensor?
            if inputIsTracked {
                let gradient = Tensor(
                    uninitialized: keptInput.shape, scalarType, layout: activationLayout, on: device)
                device.backend.convolutionInputGradient(
                    upstream: slope, weight: keptWeight, geometry, into: gradient)
                inputGradient = gradient.laidOut(as: keptInput.layout, scalarType)
            }
            let weightGradient = Tensor(uninitialized: keptWeight.shape, keptWeight.scalarType, on: device)
            let biasGradient = biasShape.map { Tensor(uninitialized: $0, keptWeight.scalarType, on: device) }
            device.backend.convolutionWeightGradient(
                keptInput, upstream: slope, geometry, into: weightGradient, bias: biasGradient)
            return [inputGradient, weightGradient, biasGradient]
        }
    }

    /// The geometry of a convolution, after checking that its operands fit.
    static func convolutionGeometry(
        _ input: Tensor, weight: Tensor, bias: Tensor?, stride: Int, padding: Int
    ) -> ConvolutionGeometry {
        require(
            input.rank == 4 && weight.rank == 4 && input.shape[1] == weight.shape[1],
            "conv2d takes [N, I, H, W] and [O, I, kh, kw], not \(input.shape) and \(weight.shape)")
        requireParameters([weight] + (bias.map { [$0] } ?? []), suit: input, "conv2d")
        require(
            bias.map { $0.shape == [weight.shape[0]] } ?? true, "conv2d takes a bias [\(weight.shape[0])]")
        require(stride >= 1 && padding >= 0, "conv2d takes stride ≥ 1 and padding ≥ 0")
        let geometry = ConvolutionGeometry(stride: stride, padding: padding)
        let outputShape = geometry.outputShape(input, weight: weight)
        require(
            outputShape[2] > 0 && outputShape[3] > 0,
            "the kernel \(weight.shape) is larger than the padded image \(input.shape)")
        return geometry
    }
}

extension ConvolutionGeometry {
    /// [N, O, H′, W′] of an input [N, I, H, W] under a weight [O, I, kernel height, kernel width].
    func outputShape(_ input: Tensor, weight: Tensor) -> Shape {
        Shape(
            input.shape[0], weight.shape[0], outputExtent(input.shape[2], kernel: weight.shape[2]),
            outputExtent(input.shape[3], kernel: weight.shape[3]))
    }
}
