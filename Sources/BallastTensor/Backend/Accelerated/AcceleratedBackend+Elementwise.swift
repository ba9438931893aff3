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
        guard target.scalarType == .float32 else { return reference.add(contribution, into: target) }
        ballast_add_into(context, contribution.floatPointer, target.floatPointer, Int64(target.storedCount))
    }

    package func convert(_ input: Tensor, into output: Tensor) { reference.convert(input, into: output) }

    package func reorder(_ input: Tensor, into output: Tensor) {
        switch (input.layout, output.layout) {
        case (.rowMajor, .channelBlocked(let block)) where output.scalarType == .float32 && block == channelBlock:
            var shape = ballast_channels(output, block: block)
            ballast_to_blocked(context, &shape, input.floatPointer, output.floatPointer)
        case (.channelBlocked(let block), .rowMajor) where output.scalarType == .float32 && block == channelBlock:
            var shape = ballast_channels(input, block: block)
            ballast_from_blocked(context, &shape, input.floatPointer, output.floatPointer)
        default:
            return reference.reorder(input, into: output)
        }
        reorders += 1
    }

    package func apply(
        _ operation: UnaryOperation, _ parameters: UnaryParameters, to input: Tensor, into output: Tensor
    ) {
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
}
