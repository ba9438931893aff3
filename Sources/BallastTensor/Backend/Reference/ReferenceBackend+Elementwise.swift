extension ReferenceBackend {
    package func fill(_ output: Tensor, with value: Double) {
        if output.layout != .rowMajor, value != 0 {
            return fillUnpadded(output, with: value)
        }
        let count = output.storedCount
        switch output.scalarType {
        case .float32: output.pointer(as: Float.self).update(repeating: Float(value), count: count)
        case .float64: output.pointer(as: Double.self).update(repeating: value, count: count)
        case .bfloat16:
            output.pointer(as: BrainFloat.self).update(repeating: BrainFloat(Float(value)), count: count)
        }
    }

    /// Fills through the row-major layout, which leaves the padding of the blocked one 0.
    private func fillUnpadded(_ output: Tensor, with value: Double) {
        let plain = Tensor(uninitialized: output.shape, output.scalarType, on: output.device)
        fill(plain, with: value)
        rearrange(plain, into: output)
    }

    package func add(_ contribution: Tensor, into target: Tensor) {
        let count = target.storedCount
        switch target.scalarType {
        case .float32:
            let source = contribution.pointer(as: Float.self)
            let sum = target.pointer(as: Float.self)
            for position in 0..<count { sum[position] += source[position] }
        case .float64:
            let source = contribution.pointer(as: Double.self)
            let sum = target.pointer(as: Double.self)
            for position in 0..<count { sum[position] += source[position] }
        case .bfloat16:
            let source = contribution.pointer(as: BrainFloat.self)
            let sum = target.pointer(as: BrainFloat.self)
            for position in 0..<count { sum[position] = BrainFloat(sum[position].value + source[position].value) }
        }
    }

    package func convert(_ input: Tensor, into output: Tensor) {
        switch (input.scalarType, output.scalarType) {
        case (.float32, .float64): convert(input, into: output) { (x: Float) in Double(x) }
        case (.float32, .bfloat16): convert(input, into: output) { (x: Float) in BrainFloat(x) }
        case (.float64, .float32): convert(input, into: output) { (x: Double) in Float(x) }
        case (.float64, .bfloat16): convert(input, into: output) { (x: Double) in BrainFloat(Float(x)) }
        case (.bfloat16, .float32): convert(input, into: output) { (x: BrainFloat) in x.value }
        case (.bfloat16, .float64): convert(input, into: output) { (x: BrainFloat) in Double(x.value) }
        case (.float32, .float32), (.float64, .float64), (.bfloat16, .bfloat16):
            output.storage.pointer.copyMemory(
                from: input.storage.pointer, byteCount: output.storedCount * output.scalarType.byteCount)
        }
    }

    private func convert<Source, Target>(_ input: Tensor, into output: Tensor, _ function: (Source) -> Target) {
        let source = input.pointer(as: Source.self)
        let target = output.pointer(as: Target.self)
        for position in 0..<output.storedCount { target[position] = function(source[position]) }
    }

    package func select(_ condition: Tensor, _ left: Tensor, _ right: Tensor, into output: Tensor) {
        switch output.scalarType {
        case .float32: select(condition, left, right, into: output, as: Float.self)
        case .float64: select(condition, left, right, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func select<Element: RealElement>(
        _ condition: Tensor, _ left: Tensor, _ right: Tensor, into output: Tensor, as type: Element.Type
    ) {
        let flags = condition.pointer(as: type)
        let leftElements = left.pointer(as: type)
        let rightElements = right.pointer(as: type)
        let target = output.pointer(as: type)
        for position in 0..<output.count {
            target[position] = flags[position] != 0 ? leftElements[position] : rightElements[position]
        }
    }

    package func reorder(_ input: Tensor, into output: Tensor) {
        statistics.reorders += 1
        guard input.scalarType != output.scalarType else { return rearrange(input, into: output) }
        let converted = Tensor(
            uninitialized: input.shape, output.scalarType, layout: input.layout, on: input.device)
        convert(input, into: converted)
        rearrange(converted, into: output)
    }

    private func rearrange(_ input: Tensor, into output: Tensor) {
        switch output.scalarType.byteCount {
        case 2: rearrange(input, into: output, as: UInt16.self)
        case 4: rearrange(input, into: output, as: UInt32.self)
        default: rearrange(input, into: output, as: UInt64.self)
        }
    }

    /// Element by element through both layouts' addresses; all-zero bits are 0 in every number format.
    private func rearrange<Bits: FixedWidthInteger>(_ input: Tensor, into output: Tensor, as type: Bits.Type) {
        let source = input.pointer(as: type)
        let target = output.pointer(as: type)
        target.update(repeating: 0, count: output.storedCount)
        let shape = output.shape
        let area = shape[2] * shape[3]
        for image in 0..<shape[0] {
            for channel in 0..<shape[1] {
                for pixel in 0..<area {
                    target[output.layout.address(image, channel, pixel, channels: shape[1], area: area)] =
                        source[input.layout.address(image, channel, pixel, channels: shape[1], area: area)]
                }
            }
        }
    }
}

extension Layout {
    /// Where an element of [N, C, H·W] lies in memory.
    fileprivate func address(_ image: Int, _ channel: Int, _ pixel: Int, channels: Int, area: Int) -> Int {
        let blocks = blocks(of: channels)
        return ((image * blocks.count + channel / blocks.size) * area + pixel) * blocks.size + channel % blocks.size
    }
}
