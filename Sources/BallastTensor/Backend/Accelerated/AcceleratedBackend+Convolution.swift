internal import CKernels

extension AcceleratedBackend {
    package func activationLayout(of scalarType: ScalarType) -> Layout {
        switch scalarType {
        case .float32: .channelBlocked(channelBlock)
        case .bfloat16: .channelsLast
        case .float64: .rowMajor
        }
    }

    package func convolutionInputLayout(channels: Int, _ scalarType: ScalarType) -> Layout {
        // Colour images are taken as they come: oneDNN has a kernel for three row-major channels.
        channels == 3 && scalarType == .float32 ? .rowMajor : activationLayout(of: scalarType)
    }

    package func convolution(
        _ input: Tensor, weight: Tensor, bias: Tensor?, _ geometry: ConvolutionGeometry, into output: Tensor
    ) {
        guard output.scalarType != .float64 else {
            return reference.convolution(input, weight: weight, bias: bias, geometry, into: output)
        }
        let key = ConvolutionKey(
            input: input.shape, weight: weight.shape, output: output.shape, geometry: geometry,
            inputIsPlain: input.layout == .rowMajor, hasBias: bias != nil, scalarType: output.scalarType)
        run(key, ballast_convolution_forward_pass, on: output.device) { primitives, scratch in
            ballast_convolution_forward(
                primitives, input.elements, weight.floatPointer, bias?.floatPointer, nil, output.elements, scratch)
        }
    }

    package func convolution(
        _ input: Tensor, weight: Tensor, bias: Tensor, adding residual: Tensor?, relu: Bool,
        _ geometry: ConvolutionGeometry, into output: Tensor
    ) {
        guard output.scalarType != .float64 else {
            return reference.convolution(
                input, weight: weight, bias: bias, adding: residual, relu: relu, geometry, into: output)
        }
        let key = ConvolutionKey(
            input: input.shape, weight: weight.shape, output: output.shape, geometry: geometry,
            inputIsPlain: input.layout == .rowMajor, hasBias: true, addsResidual: residual != nil, rectifies: relu,
            scalarType: output.scalarType)
        let isDone = runs(key, ballast_convolution_forward_pass, on: output.device) { primitives, scratch in
            ballast_convolution_forward(
                primitives, input.elements, weight.floatPointer, bias.floatPointer, residual?.elements, output.elements,
                scratch)
        }
        if !isDone {
            // oneDNN has few implementations that take a residual: then it is added apart.
            let sum = relu ? Tensor(uninitializedLike: output) : output
            convolution(input, weight: weight, bias: bias, geometry, into: sum)
            if let residual { add(residual, into: sum) }
            if relu { apply(.relu, UnaryParameters(), to: sum, into: output) }
        }
    }

    package func convolutionInputGradient(
        upstream: Tensor, weight: Tensor, _ geometry: ConvolutionGeometry, into gradient: Tensor
    ) {
        guard gradient.scalarType != .float64 else {
            return reference.convolutionInputGradient(
                upstream: upstream, weight: weight, geometry, into: gradient)
        }
        let key = ConvolutionKey(
            input: gradient.shape, weight: weight.shape, output: upstream.shape, geometry: geometry,
            inputIsPlain: false, hasBias: false, scalarType: gradient.scalarType)
        run(key, ballast_convolution_input_gradient_pass, on: gradient.device) { primitives, scratch in
            ballast_convolution_input_gradient(
                primitives, upstream.elements, weight.floatPointer, gradient.elements, scratch)
        }
    }

    package func convolutionWeightGradient(
        _ input: Tensor, upstream: Tensor, _ geometry: ConvolutionGeometry, into weightGradient: Tensor,
        bias biasGradient: Tensor?
    ) {
        guard weightGradient.scalarType == .float32 else {
            return reference.convolutionWeightGradient(
                input, upstream: upstream, geometry, into: weightGradient, bias: biasGradient)
        }
        let key = ConvolutionKey(
            input: input.shape, weight: weightGradient.shape, output: upstream.shape, geometry: geometry,
            inputIsPlain: input.layout == .rowMajor, hasBias: biasGradient != nil, scalarType: input.scalarType)
        run(key, ballast_convolution_weight_gradient_pass, on: weightGradient.device) { primitives, scratch in
            ballast_convolution_weight_gradient(
                primitives, input.elements, upstream.elements, weightGradient.floatPointer,
                biasGradient?.floatPointer, scratch)
        }
    }

    /// Runs one pass of a convolution with its primitives and scratch memory.
    ///
    /// oneDNN has a general implementation of every convolution that its checks of shapes allow, so that only lack of
    /// memory makes it refuse.
    private func run(
        _ key: ConvolutionKey, _ pass: ballast_convolution_pass, on device: Device,
        _ body: (_ primitives: OpaquePointer, _ scratch: UnsafeMutableRawPointer) -> Int32
    ) {
        require(
            runs(key, pass, on: device, body),
            "oneDNN has no convolution of \(key.input) by \(key.weight) with \(key.geometry)")
    }

    /// As ``run(_:_:on:_:)``; false, with nothing done, if oneDNN has no implementation.
    private func runs(
        _ key: ConvolutionKey, _ pass: ballast_convolution_pass, on device: Device,
        _ body: (_ primitives: OpaquePointer, _ scratch: UnsafeMutableRawPointer) -> Int32
    ) -> Bool {
        guard let primitives = primitives(for: key), let byteCount = primitives.prepare(pass) else { return false }
        let status = withScratch(byteCount, on: device) { body(primitives.handle, $0) }
        require(status == 0, "oneDNN could not run a convolution of \(key.input) by \(key.weight)")
        return true
    }
}
