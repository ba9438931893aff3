extension Tensor {
    /// max(left + right, 0), the end of a residual block; equal shapes.
    public static func addRelu(_ left: Tensor, _ right: Tensor) -> Tensor {
        require(left.shape == right.shape, "addRelu takes equal shapes, not \(left.shape) and \(right.shape)")
        requireAlike(left, right, "addRelu")
        let device = left.device
        let layout = left.layout
        let other = right.laidOut(as: layout, left.scalarType)
        let output = Tensor(uninitialized: left.shape, left.scalarType, layout: layout, on: device)
        device.backend.addRelu(left, other, into: output)
        let kept = output
        return output.recorded(from: [left, other]) { upstream in
            let gradient = Tensor(uninitialized: kept.shape, kept.scalarType, layout: layout, on: device)
            device.backend.applyGradient(
                of: .relu, UnaryParameters(), saved: kept, upstream: upstream.laidOut(as: layout, kept.scalarType),
                into: gradient)
            return [gradient, gradient]
        }
    }

    /// The parameter-free shortcut of a residual network (option A): height and width halved, odd ones rounded up, and
    /// zero channels added, half of them (rounded down) before those of the input.
    ///
    /// Source: He et al., "Deep residual learning for image recognition", CVPR 2016, section 4.2, arXiv:1512.03385.
    ///
    /// - Parameters:
    ///   - input: [N, C, H, W].
    ///   - channels: channels of the result, at least C.
    ///   - reduction: how the extents are halved.
    public static func shortcut(_ input: Tensor, channels: Int, by reduction: ShortcutReduction) -> Tensor {
        require(
            input.rank == 4 && channels >= input.shape[1],
            "shortcut takes [N, C, H, W] and at least C channels, not \(input.shape) and \(channels)")
        let device = input.device
        let layout = device.backend.activationLayout(of: input.scalarType)
        let source = input.laidOut(as: layout, input.scalarType)
        let (shape, scalarType) = (input.shape, input.scalarType)
        let outputShape = Shape(shape[0], channels, (shape[2] + 1) / 2, (shape[3] + 1) / 2)
        let output = Tensor(uninitialized: outputShape, input.scalarType, layout: layout, on: device)
        device.backend.shortcut(source.untracked(), reduction, into: output)
        return output.recorded(from: source) { upstream in
            let gradient = Tensor(uninitialized: shape, scalarType, layout: layout, on: device)
            device.backend.shortcutGradient(
                upstream: upstream.laidOut(as: layout, scalarType), reduction, into: gradient)
            return gradient
        }
    }
}
