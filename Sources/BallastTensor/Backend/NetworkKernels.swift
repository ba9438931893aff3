/// Kernels of convolutional networks, on activations [N, C, H, W] and, where said, on [N, C].
///
/// Activations of one call are in the layout of ``activationLayout(of:)``, weights and per-channel vectors row-major and
/// float32 where the activations are bfloat16.
/// The padding channels of a blocked layout are 0 in every input and must be 0 in every output.
package protocol NetworkKernels {
    /// The layout in which activations of `scalarType` stay between the layers of a network.
    func activationLayout(of scalarType: ScalarType) -> Layout

    /// The layout in which a convolution takes an input of `channels`: images of few channels may stay row-major.
    func convolutionInputLayout(channels: Int, _ scalarType: ScalarType) -> Layout

    // MARK: Convolution

    /// Cross-correlation with zero padding: output(n, o, y, x) = bias(o) + Σ input(n, i, y·s + ky − p, x·s + kx − p) ·
    /// weight(o, i, ky, kx). `input` has the layout ``convolutionInputLayout(channels:_:)`` says.
    func convolution(
        _ input: Tensor, weight: Tensor, bias: Tensor?, _ geometry: ConvolutionGeometry, into output: Tensor)

    /// The convolution with a residual, of the output's shape and layout, added to its result, and that then rectified: what
    /// inference makes of a convolution and the normalisation behind it.
    func convolution(
        _ input: Tensor, weight: Tensor, bias: Tensor, adding residual: Tensor?, relu: Bool,
        _ geometry: ConvolutionGeometry, into output: Tensor)

    /// The gradient of ``convolution(_:weight:bias:_:into:)`` for its input, which has the activation layout here.
    func convolutionInputGradient(
        upstream: Tensor, weight: Tensor, _ geometry: ConvolutionGeometry, into gradient: Tensor)

    /// The gradients of ``convolution(_:weight:bias:_:into:)`` for its weight and bias.
    func convolutionWeightGradient(
        _ input: Tensor, upstream: Tensor, _ geometry: ConvolutionGeometry, into weightGradient: Tensor,
        bias biasGradient: Tensor?)

    // MARK: Batch normalisation, on [N, C, H, W] and [N, C]

    /// Mean and biased variance of every channel over all other axes, computed from differences to the mean.
    func channelMoments(_ input: Tensor, mean: Tensor, variance: Tensor)

    /// output = scale · (input − mean) / √(variance + ε) + shift, plus `residual`, then max(·, 0) if `relu`.
    func normalizeChannels(
        _ input: Tensor, _ normalization: ChannelNormalization, residual: Tensor?, relu: Bool, into output: Tensor)

    /// The gradient of ``normalizeChannels(_:_:residual:relu:into:)``.
    ///
    /// With g the upstream gradient, 0 where `activated` (the output, given if it was rectified) is 0, and x̂ the
    /// normalised input: shift′ = Σ g, scale′ = Σ g·x̂, residual′ = g, and input′ = scale/√(variance + ε) · g, less
    /// scale/√(variance + ε) · (mean g + x̂ · mean g·x̂) if mean and variance are those of this input
    /// (`usesBatchMoments`).
    func normalizeChannelsGradient(
        _ input: Tensor, _ normalization: ChannelNormalization, activated: Tensor?, upstream: Tensor,
        usesBatchMoments: Bool, into gradients: ChannelNormalizationGradients)

    // MARK: Pooling

    /// Maxima of windows, padding counting as −∞. `positions`, of ``Tensor/storedCount`` of the output and in its
    /// order, says where in its plane (y · W + x) each came from: the first of equal ones in row-major order. NaN counts
    /// as larger than any number.
    func maximumPooling(_ input: Tensor, _ window: PoolingWindow, into output: Tensor, positions: Positions)

    /// Sends each upstream element to the position its maximum came from; `gradient` is overwritten.
    func maximumPoolingGradient(
        upstream: Tensor, positions: Positions, _ window: PoolingWindow, into gradient: Tensor)

    /// Means of windows, over all elements of the window or only those inside the image, as the window says.
    func averagePooling(_ input: Tensor, _ window: PoolingWindow, into output: Tensor)

    /// The gradient of ``averagePooling(_:_:into:)``.
    func averagePoolingGradient(upstream: Tensor, _ window: PoolingWindow, into gradient: Tensor)

    /// The mean of every plane: [N, C, H, W] → row-major [N, C].
    func globalAveragePooling(_ input: Tensor, into output: Tensor)

    /// Spreads upstream / (H·W) over every plane.
    func globalAveragePoolingGradient(upstream: Tensor, into gradient: Tensor)

    // MARK: Residual networks

    /// output = max(left + right, 0); any layout that all three share.
    func addRelu(_ left: Tensor, _ right: Tensor, into output: Tensor)

    /// Halves height and width and adds zero channels, half of them (rounded down) before those of the input.
    func shortcut(_ input: Tensor, _ reduction: ShortcutReduction, into output: Tensor)

    /// The gradient of ``shortcut(_:_:into:)``.
    func shortcutGradient(upstream: Tensor, _ reduction: ShortcutReduction, into gradient: Tensor)

    // MARK: Dropout

    /// output(i) = input(i) / (1 − rate) where ``DropoutMask/keeps(_:)``, else 0; row-major.
    func dropout(_ input: Tensor, _ mask: DropoutMask, into output: Tensor)
}

/// The step and the zero padding of a convolution, the same in both directions.
package struct ConvolutionGeometry: Hashable, Sendable {
    package var stride: Int
    package var padding: Int

    package init(stride: Int, padding: Int) {
        self.stride = stride
        self.padding = padding
    }

    /// The extent of the output along an axis of `extent` under a kernel of `kernel`; not positive if it does not fit.
    package func outputExtent(_ extent: Int, kernel: Int) -> Int {
        let room = extent + 2 * padding - kernel
        return room < 0 ? 0 : room / stride + 1
    }
}

/// A square pooling window.
package struct PoolingWindow: Hashable, Sendable {
    package var size: Int
    package var stride: Int
    package var padding: Int
    /// Whether an average divides by size² everywhere, rather than by the number of elements inside the image.
    package var countsPadding: Bool

    package init(size: Int, stride: Int, padding: Int, countsPadding: Bool = true) {
        self.size = size
        self.stride = stride
        self.padding = padding
        self.countsPadding = countsPadding
    }

    /// The extent of the output, rounded down; not positive if the window does not fit.
    package func outputExtent(_ extent: Int) -> Int {
        ConvolutionGeometry(stride: stride, padding: padding).outputExtent(extent, kernel: size)
    }

    /// The part of the window of `output` that lies inside an axis of `extent`.
    package func range(_ output: Int, extent: Int) -> Range<Int> {
        let start = output * stride - padding
        return max(start, 0)..<min(start + size, extent)
    }
}

/// What a normalisation applies to each channel; all of shape [C].
package struct ChannelNormalization {
    package var mean: Tensor
    package var variance: Tensor
    package var scale: Tensor
    package var shift: Tensor
    package var epsilon: Double
}

/// Where ``NetworkKernels/normalizeChannelsGradient(_:_:activated:upstream:usesBatchMoments:into:)`` writes.
package struct ChannelNormalizationGradients {
    package var input: Tensor
    package var scale: Tensor
    package var shift: Tensor
    /// Only if a residual was added and the output rectified; otherwise it is the upstream gradient itself.
    package var residual: Tensor?
}

/// How the parameter-free shortcut of a residual network (option A) halves height and width, odd ones rounded up.
public enum ShortcutReduction: Int32, CaseIterable, Sendable {
    /// Every second row and column, from the first.
    case subsampling
    /// Means of 2×2 windows; at an odd border, of the elements inside.
    case averaging
}

/// Which elements a dropout keeps: a function of a key and the element's position alone, so that the backward pass
/// needs no stored mask.
package struct DropoutMask: Sendable {
    /// The probability of dropping an element, in [0, 1).
    package let rate: Double
    package let key: UInt64

    package init(rate: Double, key: UInt64) {
        self.rate = rate
        self.key = key
    }

    /// Elements whose 32-bit draw lies below this are dropped.
    package var threshold: UInt32 { UInt32(rate * 0x1p32) }
    /// What kept elements are multiplied by.
    package var factor: Double { 1 / (1 - rate) }

    /// Whether the element at row-major `position` is kept.
    ///
    /// The draw is the upper half of the SplitMix64 finaliser of key + position · golden ratio (Steele et al., "Fast
    /// splittable pseudorandom number generators", OOPSLA 2014, doi:10.1145/2660193.2660195).
    package func keeps(_ position: Int) -> Bool {
        var bits = key &+ UInt64(truncatingIfNeeded: position &+ 1) &* 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return UInt32((bits ^ (bits >> 31)) >> 32) >= threshold
    }
}
