extension ReferenceBackend {
    package func addRelu(_ left: Tensor, _ right: Tensor, into output: Tensor) {
        switch output.scalarType {
        case .float32: addRelu(left, right, into: output, as: Float.self)
        case .float64: addRelu(left, right, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func addRelu<Element: RealElement>(
        _ left: Tensor, _ right: Tensor, into output: Tensor, as type: Element.Type
    ) {
        let (leftElements, rightElements) = (left.pointer(as: type), right.pointer(as: type))
        let target = output.pointer(as: type)
        for position in 0..<output.storedCount {
            let sum = leftElements[position] + rightElements[position]
            target[position] = sum <= 0 ? 0 : sum
        }
    }

    package func shortcut(_ input: Tensor, _ reduction: ShortcutReduction, into output: Tensor) {
        switch output.scalarType {
        case .float32: shortcut(input, reduction, into: output, as: Float.self)
        case .float64: shortcut(input, reduction, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func shortcut<Element: RealElement>(
        _ input: Tensor, _ reduction: ShortcutReduction, into output: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        accumulate(into: output, as: type) { sums in
            Self.forEachShare(of: input.shape, output.shape, reduction) { position, target, share in
                sums[target] += share * Double(source[position])
            }
        }
    }

    package func shortcutGradient(upstream: Tensor, _ reduction: ShortcutReduction, into gradient: Tensor) {
        switch gradient.scalarType {
        case .float32: shortcutGradient(upstream, reduction, into: gradient, as: Float.self)
        case .float64: shortcutGradient(upstream, reduction, into: gradient, as: Double.self)
        case .bfloat16: unsupported(gradient.scalarType)
        }
    }

    private func shortcutGradient<Element: RealElement>(
        _ upstream: Tensor, _ reduction: ShortcutReduction, into gradient: Tensor, as type: Element.Type
    ) {
        let slopes = upstream.pointer(as: type)
        accumulate(into: gradient, as: type) { sums in
            Self.forEachShare(of: gradient.shape, upstream.shape, reduction) { position, target, share in
                sums[position] += share * Double(slopes[target])
            }
        }
    }

    /// Every input element that reaches an output element, and the share it has in it.
    private static func forEachShare(
        of input: Shape, _ output: Shape, _ reduction: ShortcutReduction,
        _ body: (_ position: Int, _ target: Int, _ share: Double) -> Void
    ) {
        let (height, width) = (input[2], input[3])
        let firstChannel = (output[1] - input[1]) / 2
        for image in 0..<input[0] {
            for channel in 0..<input[1] {
                let source = (image * input[1] + channel) * height * width
                let target = (image * output[1] + firstChannel + channel) * output[2] * output[3]
                for y in 0..<height {
                    for x in 0..<width {
                        let share: Double
                        switch reduction {
                        case .subsampling: share = y % 2 == 0 && x % 2 == 0 ? 1 : 0
                        case .averaging:
                            // The last row or column of an odd extent has no partner.
                            share =
                                1
                                / Double(
                                    (y == height - 1 && y % 2 == 0 ? 1 : 2)
                                        * (x == width - 1 && x % 2 == 0 ? 1 : 2))
                        }
                        guard share > 0 else { continue }
                        body(source + y * width + x, target + y / 2 * output[3] + x / 2, share)
                    }
                }
            }
        }
    }

    package func dropout(_ input: Tensor, _ mask: DropoutMask, into output: Tensor) {
        switch output.scalarType {
        case .float32: dropout(input, mask, into: output, as: Float.self)
        case .float64: dropout(input, mask, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func dropout<Element: RealElement>(
        _ input: Tensor, _ mask: DropoutMask, into output: Tensor, as type: Element.Type
    ) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        let factor = Element(mask.factor)
        for position in 0..<output.count { target[position] = mask.keeps(position) ? source[position] * factor : 0 }
    }
}
