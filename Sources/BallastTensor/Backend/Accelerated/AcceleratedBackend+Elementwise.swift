internal import CKernels

extension AcceleratedBackend {
    package func fill(_ output: Tensor, with value: Double) {
        // The padding of a blocked layout stays 0.
        guard output.scalarType == .float32, output.storedCount == output.count || value == 0 else {
            return reference.fill(output, with: value)
        }
        ballast_fill(context, Float(value), output.floatPointer, Int64(output.storedCount))
    }

    package func add(_ contribution: Tensor, into target: Tensor) {
        guard target.scalarType != .float64 else { return reference.add(contribution, into: target) }
        ballast_add_into(
            context, ballast_element(target.scalarType), contribution.elements, target.elements,
            Int64(target.storedCount))
    }

    package func convert(_ input: Tensor, into output: Tensor) {
        let count = Int64(output.storedCount)
        switch (input.scalarType, output.scalarType) {
        case (.bfloat16, .float32): ballast_widen(context, input.elements, output.floatPointer, count)
        case (.float32, .bfloat16): ballast_narrow(context, input.floatPointer, output.elements, count)
        default: reference.convert(input, into: output)
        }
    }

    package func reorder(_ input: Tensor, into output: Tensor) {
        // Row-major activations are float32; the layouts of networks may hold bfloat16.
        if input.layout == .rowMajor, input.scalarType == .float32, output.scalarType != .float64 {
            var shape = ballast_channels(output)
            ballast_to_blocked(context, &shape, input.floatPointer, output.elements)
        } else if output.layout == .rowMajor, output.scalarType == .float32, input.scalarType != .float64 {
            var shape = ballast_channels(input)
            ballast_from_blocked(context, &shape, input.elements, output.floatPointer)
        } else {
            return reference.reorder(input, into: output)
        }
        reorders += 1
    }

    package func apply(
        _ operation: UnaryOperation, _ parameters: UnaryParameters, to input: Tensor, into output: Tensor
    ) {
        if output.scalarType == .bfloat16 {
            return throughFloat32(output) { apply(operation, parameters, to: widened(input), into: $0) }
        }
        guard output.scalarType == .float32,
            ballast_apply(
                context, operation.rawValue, Float(parameters.first), Float(parameters.second), input.floatPointer,
                output.floatPointer, Int64(output.storedCount)) == 0
        else { return reference.apply(operation, parameters, to: input, into: output) }
    }

    package func applyGradient(
        of operation: UnaryOperation, _ parameters: UnaryParameters, saved: Tensor, upstream: Tensor,
        into output: Tensor
    ) {
        if output.scalarType == .bfloat16 {
            return throughFloat32(output) {
                applyGradient(
                    of: operation, parameters, saved: widened(saved), upstream: widened(upstream), into: $0)
            }
        }
        guard output.scalarType == .float32,
            ballast_apply_gradient(
                context, operation.rawValue, Float(parameters.first), Float(parameters.second), saved.floatPointer,
                upstream.floatPointer, output.floatPointer, Int64(output.storedCount)) == 0
        else {
            return reference.applyGradient(
                of: operation, parameters, saved: saved, upstream: upstream, into: output)
        }
    }

    package func combine(_ operation: BinaryOperation, _ left: Tensor, _ right: Tensor, into output: Tensor) {
        if output.scalarType == .bfloat16 {
            return throughFloat32(output) { combine(operation, widened(left), widened(right), into: $0) }
        }
        guard output.scalarType == .float32, operation != .power else {
            return reference.combine(operation, left, right, into: output)
        }
        let (leftElements, rightElements) = (left.floatPointer, right.floatPointer)
        let target = output.floatPointer
        if left.shape == right.shape {
            _ = ballast_combine(
                context, operation.rawValue, leftElements, 1, rightElements, 1, target, Int64(output.storedCount))
            return
        }
        let plan = BroadcastPlan(left: left.shape, right: right.shape, output: output.shape)
        let leftStep: Int32 = plan.leftAdvances ? 1 : 0
        let rightStep: Int32 = plan.rightAdvances ? 1 : 0
        plan.forEachRow { leftOffset, rightOffset, offset in
            _ = ballast_combine(
                context, operation.rawValue, leftElements + leftOffset, leftStep, rightElements + rightOffset,
                rightStep, target + offset, Int64(plan.rowLength))
        }
    }

    package func combine(_ operation: BinaryOperation, _ left: Tensor, _ right: Double, into output: Tensor) {
        if output.scalarType == .bfloat16 {
            return throughFloat32(output) { combine(operation, widened(left), right, into: $0) }
        }
        guard output.scalarType == .float32, operation != .power else {
            return reference.combine(operation, left, right, into: output)
        }
        withUnsafePointer(to: Float(right)) {
            _ = ballast_combine(
                context, operation.rawValue, left.floatPointer, 1, $0, 0, output.floatPointer,
                Int64(output.storedCount))
        }
    }

    package func combine(_ operation: BinaryOperation, _ left: Double, _ right: Tensor, into output: Tensor) {
        if output.scalarType == .bfloat16 {
            return throughFloat32(output) { combine(operation, left, widened(right), into: $0) }
        }
        guard output.scalarType == .float32, operation != .power else {
            return reference.combine(operation, left, right, into: output)
        }
        withUnsafePointer(to: Float(left)) {
            _ = ballast_combine(
                context, operation.rawValue, $0, 0, right.floatPointer, 1, output.floatPointer,
                Int64(output.storedCount))
        }
    }

    package func select(_ condition: Tensor, _ left: Tensor, _ right: Tensor, into output: Tensor) {
        guard output.scalarType == .float32 else { return reference.select(condition, left, right, into: output) }
        ballast_select(
            context, condition.floatPointer, left.floatPointer, right.floatPointer, output.floatPointer,
            Int64(output.count))
    }

    /// Has `body` fill a float32 tensor like `output`, and rounds that to `output`: element-wise operations on bfloat16 are
    /// too rare for loops of their own.
    private func throughFloat32(_ output: Tensor, _ body: (Tensor) -> Void) {
        let exact = Tensor(uninitialized: output.shape, .float32, layout: output.layout, on: output.device)
        body(exact)
        convert(exact, into: output)
    }

    private func widened(_ input: Tensor) -> Tensor {
        let exact = Tensor(uninitialized: input.shape, .float32, layout: input.layout, on: input.device)
        convert(input, into: exact)
        return exact
    }
}
