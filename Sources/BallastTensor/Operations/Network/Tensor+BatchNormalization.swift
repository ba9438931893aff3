extension Tensor {
    /// Batch normalisation of every channel of [N, C, H, W] or [N, C], with an optional residual and rectifier in the
    /// same pass.
    ///
    /// output = scale · (input − mean) / √(variance + ε) + shift [+ residual] [then max(·, 0)]. In training, mean and
    /// biased variance are those of this batch over all axes but C, gradients flow through them, and the running
    /// statistics move: running ← (1 − momentum) · running + momentum · batch, with the UNBIASED batch variance. A
    /// batch with one element per channel has no unbiased variance and leaves the running variance alone. Otherwise mean
    /// and variance are the running ones.
    ///
    /// Source: Ioffe and Szegedy, "Batch normalization", ICML 2015, arXiv:1502.03167.
    ///
    /// - Parameters:
    ///   - input: [N, C] or [N, C, H, W].
    ///   - scale: factor of each channel, [C].
    ///   - shift: offset of each channel, [C].
    ///   - running: running mean and variance, [C] each; replaced in training.
    ///   - training: whether the moments are those of the batch, which move the running ones.
    ///   - momentum: weight of the newest batch in the running statistics, in [0, 1].
    ///   - epsilon: added to the variance, positive.
    ///   - residual: added after the normalisation, of the input's shape.
    ///   - relu: whether the result is rectified.
    public static func batchNorm(
        _ input: Tensor, scale: Tensor, shift: Tensor, running: (mean: Buffer, variance: Buffer), training: Bool,
        momentum: Double = 0.1, epsilon: Double = 1e-5, adding residual: Tensor? = nil, relu: Bool = false
    ) -> Tensor {
        require(
            input.rank == 4 || input.rank == 2, "batchNorm takes [N, C, H, W] or [N, C], not \(input.shape)")
        let channels = Shape(input.shape[1])
        require(
            scale.shape == channels && shift.shape == channels && running.mean.shape == channels
                && running.variance.shape == channels,
            "batchNorm of \(input.shape) takes scale, shift and running statistics of shape \(channels)")
        requireParameters([scale, shift, running.mean.value, running.variance.value], suit: input, "batchNorm")
        if let residual { requireAlike(input, residual, "batchNorm") }
        require(
            residual.map { $0.shape == input.shape } ?? true, "batchNorm adds a residual of shape \(input.shape)")

        let device = input.device
        let layout = input.rank == 4 ? device.backend.activationLayout(of: input.scalarType) : .rowMajor
        let source = input.laidOut(as: layout, input.scalarType)
        let added = residual?.laidOut(as: layout, input.scalarType)
        var moments = (mean: running.mean.value, variance: running.variance.value)
        if training {
            moments = source.untracked().channelMoments()
            let count = input.count / Swift.max(input.shape[1], 1)
            move(running, to: moments, count: count, momentum: momentum)
        }
        let normalization = ChannelNormalization(
            mean: moments.mean, variance: moments.variance, scale: scale.untracked(), shift: shift.untracked(),
            epsilon: epsilon)
        let output = Tensor(uninitialized: input.shape, input.scalarType, layout: layout, on: device)
        let kept = source.untracked()
        device.backend.normalizeChannels(kept, normalization, residual: added, relu: relu, into: output)

        let activated = relu ? output : nil
        let residualIsTracked = added?.isTracked ?? false
        let inputs = added.map { [source, scale, shift, $0] } ?? [source, scale, shift]
        return output.recorded(from: inputs) { upstream in
            let slope = upstream.laidOut(as: layout, kept.scalarType)
            let gradients = ChannelNormalizationGradients(
                input: Tensor(uninitialized: kept.shape, kept.scalarType, layout: layout, on: device),
                scale: Tensor(uninitialized: channels, like: kept),
                shift: Tensor(uninitialized: channels, like: kept),
                residual: residualIsTracked && activated != nil
                    ? Tensor(uninitialized: kept.shape, kept.scalarType, layout: layout, on: device) : nil)
            device.backend.normalizeChannelsGradient(
                kept, normalization, activated: activated, upstream: slope, usesBatchMoments: training,
                into: gradients)
            return [
                gradients.input, gradients.scale, gradients.shift,
                residualIsTracked ? gradients.residual ?? slope : nil,
            ]
        }
    }

    /// Mean and biased variance of every channel.
    private func channelMoments() -> (mean: Tensor, variance: Tensor) {
        let mean = Tensor(uninitialized: [shape[1]], like: self)
        let variance = Tensor(uninitialized: [shape[1]], like: self)
        device.backend.channelMoments(self, mean: mean, variance: variance)
        return (mean, variance)
    }

    /// Moves running statistics towards those of a batch with `count` elements in each channel.
    private static func move(
        _ running: (mean: Buffer, variance: Buffer), to moments: (mean: Tensor, variance: Tensor), count: Int,
        momentum: Double
    ) {
        running.mean.move(to: moments.mean, keeping: 1 - momentum, taking: momentum)
        guard count > 1 else { return }
        let unbiased = Double(count) / Double(count - 1)
        running.variance.move(to: moments.variance, keeping: 1 - momentum, taking: momentum * unbiased)
    }
}

extension Buffer {
    /// value ← keep · value + take · target, in new memory: whoever holds the old value keeps it.
    fileprivate func move(to target: Tensor, keeping keep: Double, taking take: Double) {
        let backend = target.device.backend
        let moved = Tensor(uninitialized: shape, value.scalarType, on: target.device)
        let change = Tensor(uninitialized: shape, value.scalarType, on: target.device)
        backend.combine(.multiply, value, keep, into: moved)
        backend.combine(.multiply, target, take, into: change)
        backend.add(change, into: moved)
        assign(moved)
    }
}
