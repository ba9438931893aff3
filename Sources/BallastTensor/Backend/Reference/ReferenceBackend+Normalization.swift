extension ReferenceBackend {
    package func channelMoments(_ input: Tensor, mean: Tensor, variance: Tensor) {
        switch input.scalarType {
        case .float32: channelMoments(input, mean, variance, as: Float.self)
        case .float64: channelMoments(input, mean, variance, as: Double.self)
        case .bfloat16: unsupported(input.scalarType)
        }
    }

    private func channelMoments<Element: RealElement>(
        _ input: Tensor, _ mean: Tensor, _ variance: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let loops = ChannelLoops(input.shape)
        for channel in 0..<loops.channels {
            var sum = 0.0
            loops.forEachElement(of: channel) { sum += Double(source[$0]) }
            let average = sum / Double(loops.count)
            var squares = 0.0
            loops.forEachElement(of: channel) {
                let difference = Double(source[$0]) - average
                squares += difference * difference
            }
            mean.pointer(as: type)[channel] = Element(average)
            variance.pointer(as: type)[channel] = Element(squares / Double(loops.count))
        }
    }

    package func normalizeChannels(
        _ input: Tensor, _ normalization: ChannelNormalization, residual: Tensor?, relu: Bool, into output: Tensor
    ) {
        switch output.scalarType {
        case .float32: normalizeChannels(input, normalization, residual, relu, into: output, as: Float.self)
        case .float64: normalizeChannels(input, normalization, residual, relu, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func normalizeChannels<Element: RealElement>(
        _ input: Tensor, _ normalization: ChannelNormalization, _ residual: Tensor?, _ relu: Bool,
        into output: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let added = residual?.pointer(as: type)
        let target = output.pointer(as: type)
        let loops = ChannelLoops(input.shape)
        for channel in 0..<loops.channels {
            let values = ChannelValues(normalization, channel, as: type)
            loops.forEachElement(of: channel) { position in
                var result = values.scale * values.normalized(source[position]) + values.shift
                if let added { result += Double(added[position]) }
                target[position] = Element(relu && result <= 0 ? 0 : result)
            }
        }
    }

    package func normalizeChannelsGradient(
        _ input: Tensor, _ normalization: ChannelNormalization, activated: Tensor?, upstream: Tensor,
        usesBatchMoments: Bool, into gradients: ChannelNormalizationGradients
    ) {
        switch input.scalarType {
        case .float32:
            normalizeChannelsGradient(
                input, normalization, activated, upstream, usesBatchMoments, gradients, as: Float.self)
        case .float64:
            normalizeChannelsGradient(
                input, normalization, activated, upstream, usesBatchMoments, gradients, as: Double.self)
        case .bfloat16: unsupported(input.scalarType)
        }
    }

    private func normalizeChannelsGradient<Element: RealElement>(
        _ input: Tensor, _ normalization: ChannelNormalization, _ activated: Tensor?, _ upstream: Tensor,
        _ usesBatchMoments: Bool, _ gradients: ChannelNormalizationGradients, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let slopes = upstream.pointer(as: type)
        let outputs = activated?.pointer(as: type)
        let target = gradients.input.pointer(as: type)
        let loops = ChannelLoops(input.shape)
        /// The upstream gradient behind the rectifier.
        func slope(_ position: Int) -> Double {
            if let outputs, outputs[position] <= 0 { return 0 }
            return Double(slopes[position])
        }
        for channel in 0..<loops.channels {
            let values = ChannelValues(normalization, channel, as: type)
            var sum = 0.0
            var product = 0.0
            loops.forEachElement(of: channel) { position in
                sum += slope(position)
                product += slope(position) * values.normalized(source[position])
            }
            gradients.shift.pointer(as: type)[channel] = Element(sum)
            gradients.scale.pointer(as: type)[channel] = Element(product)
            let factor = values.scale * values.inverseDeviation
            let meanSlope = usesBatchMoments ? sum / Double(loops.count) : 0
            let meanProduct = usesBatchMoments ? product / Double(loops.count) : 0
            loops.forEachElement(of: channel) { position in
                let change = meanSlope + values.normalized(source[position]) * meanProduct
                target[position] = Element(factor * (slope(position) - change))
            }
            if let residual = gradients.residual?.pointer(as: type) {
                loops.forEachElement(of: channel) { residual[$0] = Element(slope($0)) }
            }
        }
    }
}

/// A [N, C, …] tensor seen channel by channel.
private struct ChannelLoops {
    let images: Int
    let channels: Int
    /// Elements of one plane; 1 for [N, C].
    let plane: Int

    init(_ shape: Shape) {
        images = shape[0]
        channels = shape[1]
        plane = shape.dropFirst(2).reduce(1, *)
    }

    /// Elements of one channel.
    var count: Int { images * plane }

    @inline(__always)
    func forEachElement(of channel: Int, _ body: (Int) -> Void) {
        for image in 0..<images {
            let start = (image * channels + channel) * plane
            for position in start..<(start + plane) { body(position) }
        }
    }
}

/// One channel's numbers of a normalisation, in Double.
private struct ChannelValues {
    let mean: Double
    let inverseDeviation: Double
    let scale: Double
    let shift: Double

    init<Element: RealElement>(_ normalization: ChannelNormalization, _ channel: Int, as type: Element.Type) {
        mean = Double(normalization.mean.pointer(as: type)[channel])
        let variance = Double(normalization.variance.pointer(as: type)[channel])
        inverseDeviation = 1 / (variance + normalization.epsilon).squareRoot()
        scale = Double(normalization.scale.pointer(as: type)[channel])
        shift = Double(normalization.shift.pointer(as: type)[channel])
    }

    @inline(__always)
    func normalized<Element: RealElement>(_ value: Element) -> Double { (Double(value) - mean) * inverseDeviation }
}
