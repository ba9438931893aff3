internal import CKernels

extension AcceleratedBackend {
    package func maximumPooling(
        _ input: Tensor, _ window: PoolingWindow, into output: Tensor, positions: Positions
    ) {
        guard var pooling = ballast_pooling(input, output, window) else {
            return reference.maximumPooling(input, window, into: output, positions: positions)
        }
        ballast_maximum_pooling(
            context, &pooling, input.floatPointer, output.floatPointer, positions.pointer)
    }

    package func maximumPoolingGradient(
        upstream: Tensor, positions: Positions, _ window: PoolingWindow, into gradient: Tensor
    ) {
        guard var pooling = ballast_pooling(gradient, upstream, window) else {
            return reference.maximumPoolingGradient(
                upstream: upstream, positions: positions, window, into: gradient)
        }
        ballast_maximum_pooling_gradient(
            context, &pooling, upstream.floatPointer, positions.pointer, gradient.floatPointer)
    }

    package func averagePooling(_ input: Tensor, _ window: PoolingWindow, into output: Tensor) {
        guard var pooling = ballast_pooling(input, output, window) else {
            return reference.averagePooling(input, window, into: output)
        }
        ballast_average_pooling(context, &pooling, input.floatPointer, output.floatPointer)
    }

    package func averagePoolingGradient(upstream: Tensor, _ window: PoolingWindow, into gradient: Tensor) {
        guard var pooling = ballast_pooling(gradient, upstream, window) else {
            return reference.averagePoolingGradient(upstream: upstream, window, into: gradient)
        }
        ballast_average_pooling_gradient(context, &pooling, upstream.floatPointer, gradient.floatPointer)
    }

    package func globalAveragePooling(_ input: Tensor, into output: Tensor) {
        guard case .channelBlocked = input.layout else { return reference.globalAveragePooling(input, into: output) }
        var shape = ballast_channels(input)
        ballast_global_average(context, &shape, input.floatPointer, output.floatPointer)
    }

    package func globalAveragePoolingGradient(upstream: Tensor, into gradient: Tensor) {
        guard case .channelBlocked = gradient.layout else {
            return reference.globalAveragePoolingGradient(upstream: upstream, into: gradient)
        }
        var shape = ballast_channels(gradient)
        ballast_global_average_gradient(context, &shape, upstream.floatPointer, gradient.floatPointer)
    }
}

extension ballast_pooling {
    /// The planes of a blocked float32 `input`; nil for anything else, which only the reference loops take.
    fileprivate init?(_ input: Tensor, _ output: Tensor, _ window: PoolingWindow) {
        guard case .channelBlocked(let block) = input.layout, input.scalarType == .float32 else { return nil }
        let shape = input.shape
        self.init(
            planes: Int64(shape[0] * ((shape[1] + block - 1) / block)), block: Int64(block),
            height: Int64(shape[2]), width: Int64(shape[3]), output_height: Int64(output.shape[2]),
            output_width: Int64(output.shape[3]), size: Int64(window.size), stride: Int64(window.stride),
            padding: Int64(window.padding), counts_padding: window.countsPadding ? 1 : 0)
    }
}
