internal import CKernels

extension AcceleratedBackend {
    package func channelMoments(_ input: Tensor, mean: Tensor, variance: Tensor) {
        guard input.scalarType != .float64 else {
            return reference.channelMoments(input, mean: mean, variance: variance)
        }
        var shape = ballast_channels(input)
        withScratch(ballast_channels_scratch(&shape), on: input.device) {
            ballast_channel_moments(
                context, &shape, input.elements, mean.floatPointer, variance.floatPointer, $0)
        }
    }

    package func normalizeChannels(
        _ input: Tensor, _ normalization: ChannelNormalization, residual: Tensor?, relu: Bool, into output: Tensor
    ) {
        guard input.scalarType != .float64 else {
            return reference.normalizeChannels(input, normalization, residual: residual, relu: relu, into: output)
        }
        var shape = ballast_channels(input)
        var values = ballast_normalization(normalization)
        withScratch(ballast_channels_scratch(&shape), on: input.device) {
            ballast_normalize_channels(
                context, &shape, &values, input.elements, residual?.elements, relu ? 1 : 0,
                output.elements, $0)
        }
    }

    package func normalizeChannelsGradient(
        _ input: Tensor, _ normalization: ChannelNormalization, activated: Tensor?, upstream: Tensor,
        usesBatchMoments: Bool, into gradients: ChannelNormalizationGradients
    ) {
        guard input.scalarType != .float64 else {
            return reference.normalizeChannelsGradient(
                input, normalization, activated: activated, upstream: upstream, usesBatchMoments: usesBatchMoments,
                into: gradients)
        }
        var shape = ballast_channels(input)
        var values = ballast_normalization(normalization)
        withScratch(ballast_channels_scratch(&shape), on: input.device) {
            ballast_normalize_channels_gradient(
                context, &shape, &values, input.elements, activated?.elements, upstream.elements,
                usesBatchMoments ? 1 : 0, gradients.input.elements, gradients.scale.floatPointer,
                gradients.shift.floatPointer, gradients.residual?.elements, $0)
        }
    }
}

extension ballast_channels {
    /// [N, C, H, W] in a layout of networks, or a row-major [N, C] as one image of N pixels with one block of C.
    init(_ tensor: Tensor) {
        let (shape, element) = (tensor.shape, ballast_element(tensor.scalarType))
        if tensor.layout == .rowMajor {
            require(tensor.rank == 2, "activations \(shape) are not in the activation layout")
            let channels = Int64(shape[1])
            self.init(
                images: 1, channels: channels, blocks: 1, block: channels, pixels: Int64(shape[0]), element: element)
        } else {
            let blocks = tensor.layout.blocks(of: shape[1])
            self.init(
                images: Int64(shape[0]), channels: Int64(shape[1]), blocks: Int64(blocks.count),
                block: Int64(blocks.size), pixels: Int64(shape[2] * shape[3]), element: element)
        }
    }
}

extension ballast_normalization {
    fileprivate init(_ normalization: ChannelNormalization) {
        self.init(
            mean: normalization.mean.floatPointer, variance: normalization.variance.floatPointer,
            scale: normalization.scale.floatPointer, shift: normalization.shift.floatPointer,
            epsilon: normalization.epsilon)
    }
}
