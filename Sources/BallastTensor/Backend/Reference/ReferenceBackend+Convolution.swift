extension ReferenceBackend {
    package func activationLayout(of scalarType: ScalarType) -> Layout { .rowMajor }

    package func convolutionInputLayout(channels: Int, _ scalarType: ScalarType) -> Layout { .rowMajor }

    package func convolution(
        _ input: Tensor, weight: Tensor, bias: Tensor?, _ geometry: ConvolutionGeometry, into output: Tensor
    ) {
        switch output.scalarType {
        case .float32: convolution(input, weight, bias, geometry, into: output, as: Float.self)
        case .float64: convolution(input, weight, bias, geometry, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func convolution<Element: RealElement>(
        _ input: Tensor, _ weight: Tensor, _ bias: Tensor?, _ geometry: ConvolutionGeometry, into output: Tensor,
        as type: Element.Type
    ) {
        let images = input.pointer(as: type)
        let filters = weight.pointer(as: type)
        let loops = ConvolutionLoops(input.shape, weight.shape, output.shape, geometry)
        let offsets = bias?.pointer(as: type)
        let results = output.pointer(as: type)
        loops.forEachOutput { position, image, filter, y, x in
            var sum = offsets.map { Double($0[filter]) } ?? 0
            loops.forEachTap(image, filter, y, x) { pixel, tap in sum += Double(images[pixel]) * Double(filters[tap]) }
            results[position] = Element(sum)
        }
    }

    package func convolution(
        _ input: Tensor, weight: Tensor, bias: Tensor, adding residual: Tensor?, relu: Bool,
        _ geometry: ConvolutionGeometry, into output: Tensor
    ) {
        let sum = relu ? Tensor(uninitializedLike: output) : output
        convolution(input, weight: weight, bias: bias, geometry, into: sum)
        if let residual { add(residual, into: sum) }
        if relu { apply(.relu, UnaryParameters(), to: sum, into: output) }
    }

    package func convolutionInputGradient(
        upstream: Tensor, weight: Tensor, _ geometry: ConvolutionGeometry, into gradient: Tensor
    ) {
        switch gradient.scalarType {
        case .float32: convolutionInputGradient(upstream, weight, geometry, into: gradient, as: Float.self)
        case .float64: convolutionInputGradient(upstream, weight, geometry, into: gradient, as: Double.self)
        case .bfloat16: unsupported(gradient.scalarType)
        }
    }

    private func convolutionInputGradient<Element: RealElement>(
        _ upstream: Tensor, _ weight: Tensor, _ geometry: ConvolutionGeometry, into gradient: Tensor,
        as type: Element.Type
    ) {
        let loops = ConvolutionLoops(gradient.shape, weight.shape, upstream.shape, geometry)
        let slopes = upstream.pointer(as: type)
        let filters = weight.pointer(as: type)
        accumulate(into: gradient, as: type) { sums in
            loops.forEachOutput { position, image, filter, y, x in
                let slope = Double(slopes[position])
                loops.forEachTap(image, filter, y, x) { pixel, tap in sums[pixel] += slope * Double(filters[tap]) }
            }
        }
    }

    package func convolutionWeightGradient(
        _ input: Tensor, upstream: Tensor, _ geometry: ConvolutionGeometry, into weightGradient: Tensor,
        bias biasGradient: Tensor?
    ) {
        switch weightGradient.scalarType {
        case .float32:
            convolutionWeightGradient(input, upstream, geometry, weightGradient, biasGradient, as: Float.self)
        case .float64:
            convolutionWeightGradient(input, upstream, geometry, weightGradient, biasGradient, as: Double.self)
        case .bfloat16: unsupported(weightGradient.scalarType)
        }
    }

    private func convolutionWeightGradient<Element: RealElement>(
        _ input: Tensor, _ upstream: Tensor, _ geometry: ConvolutionGeometry, _ weightGradient: Tensor,
        _ biasGradient: Tensor?, as type: Element.Type
    ) {
        let loops = ConvolutionLoops(input.shape, weightGradient.shape, upstream.shape, geometry)
        let images = input.pointer(as: type)
        let slopes = upstream.pointer(as: type)
        accumulate(into: weightGradient, as: type) { sums in
            loops.forEachOutput { position, image, filter, y, x in
                let slope = Double(slopes[position])
                loops.forEachTap(image, filter, y, x) { pixel, tap in sums[tap] += slope * Double(images[pixel]) }
            }
        }
        guard let biasGradient else { return }
        accumulate(into: biasGradient, as: type) { sums in
            loops.forEachOutput { position, _, filter, _, _ in sums[filter] += Double(slopes[position]) }
        }
    }

    /// Fills `output` with sums that `body` forms in Double, starting from 0.
    func accumulate<Element: RealElement>(
        into output: Tensor, as type: Element.Type, _ body: (UnsafeMutableBufferPointer<Double>) -> Void
    ) {
        let count = output.count
        let target = output.pointer(as: type)
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(count, 1)) { sums in
            sums.initialize(repeating: 0)
            body(sums)
            for position in 0..<count { target[position] = Element(sums[position]) }
        }
    }
}

/// The seven loops of a convolution over row-major tensors.
private struct ConvolutionLoops {
    let input: Shape
    let weight: Shape
    let output: Shape
    let geometry: ConvolutionGeometry

    init(_ input: Shape, _ weight: Shape, _ output: Shape, _ geometry: ConvolutionGeometry) {
        self.input = input
        self.weight = weight
        self.output = output
        self.geometry = geometry
    }

    /// Every output element: its position, image, filter, row and column.
    @inline(__always)
    func forEachOutput(_ body: (_ position: Int, _ image: Int, _ filter: Int, _ y: Int, _ x: Int) -> Void) {
        var position = 0
        for image in 0..<output[0] {
            for filter in 0..<output[1] {
                for y in 0..<output[2] {
                    for x in 0..<output[3] {
                        body(position, image, filter, y, x)
                        position += 1
                    }
                }
            }
        }
    }

    /// Every pair of input and weight elements that meet in one output element.
    @inline(__always)
    func forEachTap(_ image: Int, _ filter: Int, _ y: Int, _ x: Int, _ body: (_ pixel: Int, _ tap: Int) -> Void) {
        let channels = input[1]
        let (height, width) = (input[2], input[3])
        let (kernelHeight, kernelWidth) = (weight[2], weight[3])
        let top = y * geometry.stride - geometry.padding
        let left = x * geometry.stride - geometry.padding
        let rows = max(0, -top)..<max(max(0, -top), min(kernelHeight, height - top))
        let columns = max(0, -left)..<max(max(0, -left), min(kernelWidth, width - left))
        for channel in 0..<channels {
            for row in rows {
                let pixels = ((image * channels + channel) * height + top + row) * width + left
                let taps = ((filter * channels + channel) * kernelHeight + row) * kernelWidth
                for column in columns { body(pixels + column, taps + column) }
            }
        }
    }
}
