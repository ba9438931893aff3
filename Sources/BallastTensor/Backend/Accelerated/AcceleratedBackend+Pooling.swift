internal import CKernels

extension AcceleratedBackend {
    package func maximumPooling(
        _ input: Tensor, _ window: PoolingWindow, into output: Tensor, positions: Positions
    ) {
        guard var pooling = ballast_pooling(input, output, window) else {
            return reference.maximumPooling(input, window, into: output, positions: positions)
        }
        ballast_maximum_pooling(
            context, &pooling, input.elements, output.elements, positions.pointer)
    }

    package func maximumPoolingGradient(
        upstream: Tensor, positions: Positions, _ window: PoolingWindow, into gradient: Tensor
    ) {
        guard var pooling = ballast_pooling(gradient, upstream, window) else {
            return reference.maximumPoolingGradient(
                upstream: upstream, positions: positions, window, into: gradient)
        }
        ballast_maximum_pooling_gradient(
            context, &pooling, upstream.elements, positions.pointer, gradient.elements)
    }

    package func averagePooling(_ input: Tensor, _ window: PoolingWindow, into output: Tensor) {
        guard var pooling = ballast_pooling(input, output, window) else {
            return reference.averagePooling(input, window, into: output)
        }
        ballast_average_pooling(context, &pooling, input.elements, output.elements)
    }

    package func averagePoolingGradient(upstream: Tensor, _ window: PoolingWindow, into gradient: Tensor) {
        guard var pooling = ballast_pooling(gradient, upstream, window) else {
            return reference.averagePoolingGradient(upstream: upstream, window, into: gradient)
        }
        ballast_average_pooling_gradient(context, &pooling, upstream.elements, gradient.elements)
    }

    package func globalAveragePooling(_ input: Tensor, into output: Tensor) {
        guard input.layout != .rowMajor else { return reference.globalAveragePooling(input, into: output) }
        var shape = ballast_channels(input)
        ballast_global_average(context, &shape, input.elements, output.floatPointer)
    }

    package func globalAveragePoolingGradient(upstream: Tensor, into gradient: Tensor) {
        guard gradient.layout != .rowMajor else {
            return reference.globalAveragePoolingGradient(upstream: upstream, into: gradient)
        }
        var shape = ballast_channels(gradient)
        ballast_global_average_gradient(context, &shape, upstream.floatPointer, gradient.elements)
    }
}

extension ballast_pooling {
    /// The planes of an `input` in a layout of networks; nil for anything else, which only the reference loops take.
    fileprivate init?(_ input: Tensor, _ output: Tensor, _ window: PoolingWindow) {
        guard input.layout != .rowMajor, input.scalarType != .float64 else { return nil }
        let shape = input.shape
        let blocks = input.layout.blocks(of: shape[1])
        self.init(
            planes: Int64(shape[0] * blocks.count), block: Int64(blocks.size), height: Int64(shape[2]),
            width: Int64(shape[3]), output_height: Int64(output.shape[2]), output_width: Int64(output.shape[3]),
            size: Int64(window.size), stride: Int64(window.stride), padding: Int64(window.padding),
            counts_padding: window.countsPadding ? 1 : 0, element: ballast_element(input.scalarType))
    }
}
