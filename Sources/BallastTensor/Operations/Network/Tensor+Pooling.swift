extension Tensor {
    /// The maximum of every window of [N, C, H, W]; padding counts as −∞, extents are rounded down.
    ///
    /// Among equal maxima the first in row-major order takes the gradient.
    ///
    /// - Parameters:
    ///   - input: [N, C, H, W].
    ///   - kernel: height and width of the window.
    ///   - stride: step between windows; the kernel if nil.
    ///   - padding: rows and columns around the image, at most half the kernel.
    public static func maxPool2d(_ input: Tensor, kernel: Int, stride: Int? = nil, padding: Int = 0) -> Tensor {
        let window = PoolingWindow(size: kernel, stride: stride ?? kernel, padding: padding)
        let source = input.readyForPooling(window)
        let device = source.device
        let output = source.pooled(window)
        let positions = Positions(count: output.storedCount, on: device)
        device.backend.maximumPooling(source.untracked(), window, into: output, positions: positions)
        let (shape, layout, scalarType) = (source.shape, source.layout, source.scalarType)
        return output.recorded(from: source) { upstream in
            let gradient = Tensor(uninitialized: shape, scalarType, layout: layout, on: device)
            device.backend.maximumPoolingGradient(
                upstream: upstream.laidOut(as: layout, scalarType), positions: positions, window, into: gradient)
            return gradient
        }
    }

    /// The mean of every window of [N, C, H, W]; extents are rounded down.
    ///
    /// - Parameters:
    ///   - input: [N, C, H, W].
    ///   - kernel: height and width of the window.
    ///   - stride: step between windows; the kernel if nil.
    ///   - padding: rows and columns of zeros around the image, at most half the kernel.
    ///   - countsPadding: whether the sum is divided by kernel² everywhere, or by the number of elements inside the
    ///     image.
    public static func averagePool2d(
        _ input: Tensor, kernel: Int, stride: Int? = nil, padding: Int = 0, countsPadding: Bool = true
    ) -> Tensor {
        let window = PoolingWindow(
            size: kernel, stride: stride ?? kernel, padding: padding, countsPadding: countsPadding)
        let source = input.readyForPooling(window)
        let device = source.device
        let output = source.pooled(window)
        device.backend.averagePooling(source.untracked(), window, into: output)
        let (shape, layout, scalarType) = (source.shape, source.layout, source.scalarType)
        return output.recorded(from: source) { upstream in
            let gradient = Tensor(uninitialized: shape, scalarType, layout: layout, on: device)
            device.backend.averagePoolingGradient(
                upstream: upstream.laidOut(as: layout, scalarType), window, into: gradient)
            return gradient
        }
    }

    /// The mean of every plane: [N, C, H, W] → [N, C].
    public static func globalAveragePool2d(_ input: Tensor) -> Tensor {
        require(input.rank == 4, "globalAveragePool2d takes [N, C, H, W], not \(input.shape)")
        let device = input.device
        let layout = device.backend.activationLayout(of: input.scalarType)
        let source = input.laidOut(as: layout, input.scalarType)
        let output = Tensor(uninitialized: [input.shape[0], input.shape[1]], like: input)
        device.backend.globalAveragePooling(source.untracked(), into: output)
        let (shape, scalarType) = (input.shape, input.scalarType)
        return output.recorded(from: source) { upstream in
            let gradient = Tensor(uninitialized: shape, scalarType, layout: layout, on: device)
            device.backend.globalAveragePoolingGradient(upstream: upstream.rowMajor(), into: gradient)
            return gradient
        }
    }

    /// This tensor in the layout pooling works on, after checking that `window` fits.
    private func readyForPooling(_ window: PoolingWindow) -> Tensor {
        require(rank == 4, "pooling takes [N, C, H, W], not \(shape)")
        require(
            window.size >= 1 && window.stride >= 1 && window.padding >= 0 && window.padding * 2 <= window.size,
            "pooling takes kernel ≥ 1, stride ≥ 1 and 0 ≤ padding ≤ kernel / 2, not \(window)")
        require(
            window.outputExtent(shape[2]) > 0 && window.outputExtent(shape[3]) > 0,
            "a pooling window of \(window.size) is larger than the padded image \(shape)")
        return activations(of: scalarType)
    }

    /// Room for the pooled elements.
    private func pooled(_ window: PoolingWindow) -> Tensor {
        let extents = [shape[0], shape[1], window.outputExtent(shape[2]), window.outputExtent(shape[3])]
        return Tensor(uninitialized: Shape(extents), scalarType, layout: layout, on: device)
    }
}
