internal import CKernels

extension AcceleratedBackend {
    package func addRelu(_ left: Tensor, _ right: Tensor, into output: Tensor) {
        guard output.scalarType != .float64 else { return reference.addRelu(left, right, into: output) }
        ballast_add_relu(
            context, ballast_element(output.scalarType), left.elements, right.elements, output.elements,
            Int64(output.storedCount))
    }

    package func shortcut(_ input: Tensor, _ reduction: ShortcutReduction, into output: Tensor) {
        guard var shortcut = ballast_shortcut(input, output, reduction) else {
            return reference.shortcut(input, reduction, into: output)
        }
        ballast_shortcut_forward(context, &shortcut, input.elements, output.elements)
    }

    package func shortcutGradient(upstream: Tensor, _ reduction: ShortcutReduction, into gradient: Tensor) {
        guard var shortcut = ballast_shortcut(gradient, upstream, reduction) else {
            return reference.shortcutGradient(upstream: upstream, reduction, into: gradient)
        }
        ballast_shortcut_gradient(context, &shortcut, upstream.elements, gradient.elements)
    }

    package func dropout(_ input: Tensor, _ mask: DropoutMask, into output: Tensor) {
        guard output.scalarType == .float32 else { return reference.dropout(input, mask, into: output) }
        ballast_dropout(
            context, input.floatPointer, mask.key, mask.threshold, Float(mask.factor), output.floatPointer,
            Int64(output.count))
    }
}

extension ballast_shortcut {
    /// A shortcut between tensors in a layout of networks; nil for anything else, which only the reference loops take.
    fileprivate init?(_ input: Tensor, _ output: Tensor, _ reduction: ShortcutReduction) {
        guard input.layout != .rowMajor, input.scalarType != .float64 else { return nil }
        let shape = input.shape
        self.init(
            images: Int64(shape[0]), height: Int64(shape[2]), width: Int64(shape[3]),
            input_channels: Int64(shape[1]), input_block: Int64(input.layout.blocks(of: shape[1]).size),
            output_channels: Int64(output.shape[1]),
            output_block: Int64(output.layout.blocks(of: output.shape[1]).size),
            averages: reduction == .averaging ? 1 : 0, element: ballast_element(input.scalarType))
    }
}
