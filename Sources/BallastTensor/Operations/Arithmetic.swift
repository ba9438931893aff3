extension Tensor {
    /// An element-wise result of two tensors that broadcast, unrecorded.
    static func combining(_ operation: BinaryOperation, _ left: Tensor, _ right: Tensor) -> Tensor {
        requireAlike(left, right, "\(operation)")
        if left.shape == right.shape, left.layout == right.layout, left.scalarType == right.scalarType,
            left.layout == .rowMajor || operation.preservesZero
        {
            let output = Tensor(uninitializedLike: left)
            left.device.backend.combine(operation, left, right, into: output)
            return output
        }
        let shape = broadcastShape(left, right, "\(operation)")
        let output = Tensor(uninitialized: shape, like: left)
        left.device.backend.combine(operation, left.plain(), right.plain(), into: output)
        return output
    }

    /// An element-wise result with a constant on the right, unrecorded.
    func combining(_ operation: BinaryOperation, _ right: Double) -> Tensor {
        let scales = operation == .multiply || operation == .divide
        let input = layout == .rowMajor || scales ? self : plain()
        let output = Tensor(uninitializedLike: input)
        device.backend.combine(operation, input, right, into: output)
        return output
    }

    /// An element-wise result with a constant on the left, unrecorded.
    func combining(_ left: Double, _ operation: BinaryOperation) -> Tensor {
        let input = layout == .rowMajor || operation == .multiply ? self : plain()
        let output = Tensor(uninitializedLike: input)
        device.backend.combine(operation, left, input, into: output)
        return output
    }

    /// The elements in row-major order, off the tape if they had to be moved or, from bfloat16, converted.
    func plain() -> Tensor {
        layout == .rowMajor && scalarType != .bfloat16 ? self : untracked().rowMajor()
    }

    /// Whether an operation on two tensors leaves something to record.
    static func isRecorded(_ left: Tensor, _ right: Tensor) -> Bool {
        (left.node != nil || right.node != nil) && left.device.isRecording
    }
}

extension BinaryOperation {
    /// Whether the operation maps two zeros to 0, so that the padding of a blocked layout survives.
    fileprivate var preservesZero: Bool {
        switch self {
        case .add, .subtract, .multiply, .maximum, .minimum, .greater, .less, .productOrZero, .quotientOrZero: true
        case .divide, .power, .greaterOrEqual, .lessOrEqual, .equal: false
        }
    }
}

extension Tensor {
    /// The element-wise sum; shapes broadcast by NumPy's rule, as in every operation of two tensors.
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        let output = combining(.add, left, right)
        guard isRecorded(left, right) else { return output }
        let (leftShape, rightShape) = (left.shape, right.shape)
        return output.recorded(
            from: left, right, leftRule: { $0.summed(to: leftShape) }, rightRule: { $0.summed(to: rightShape) })
    }

    /// The element-wise difference.
    public static func - (left: Tensor, right: Tensor) -> Tensor {
        let output = combining(.subtract, left, right)
        guard isRecorded(left, right) else { return output }
        let (leftShape, rightShape) = (left.shape, right.shape)
        return output.recorded(
            from: left, right, leftRule: { $0.summed(to: leftShape) }, rightRule: { -$0.summed(to: rightShape) })
    }

    /// The element-wise product.
    public static func * (left: Tensor, right: Tensor) -> Tensor {
        let output = combining(.multiply, left, right)
        guard isRecorded(left, right) else { return output }
        let (leftValue, rightValue) = (left.untracked(), right.untracked())
        return output.recorded(
            from: left, right, leftRule: { ($0 * rightValue).summed(to: leftValue.shape) },
            rightRule: { ($0 * leftValue).summed(to: rightValue.shape) })
    }

    /// The element-wise quotient. The gradients are 0 where the upstream gradient is, even over a divisor of 0.
    public static func / (left: Tensor, right: Tensor) -> Tensor {
        let output = combining(.divide, left, right)
        guard isRecorded(left, right) else { return output }
        let (leftShape, divisor) = (left.shape, right.untracked())
        return output.recorded(
            from: left, right, leftRule: { combining(.quotientOrZero, $0, divisor).summed(to: leftShape) },
            rightRule: {
                let share = combining(.quotientOrZero, $0, divisor)
                return -combining(.productOrZero, share, output).summed(to: divisor.shape)
            })
    }

    public static func + (left: Tensor, right: Double) -> Tensor {
        let output = left.combining(.add, right)
        return left.isRecorded ? output.recorded(from: left) { $0 } : output
    }

    public static func + (left: Double, right: Tensor) -> Tensor { right + left }

    public static func - (left: Tensor, right: Double) -> Tensor {
        let output = left.combining(.subtract, right)
        return left.isRecorded ? output.recorded(from: left) { $0 } : output
    }

    public static func - (left: Double, right: Tensor) -> Tensor {
        let output = right.combining(left, .subtract)
        return right.isRecorded ? output.recorded(from: right) { -$0 } : output
    }

    public static func * (left: Tensor, right: Double) -> Tensor {
        let output = left.combining(.multiply, right)
        return left.isRecorded ? output.recorded(from: left) { $0 * right } : output
    }

    public static func * (left: Double, right: Tensor) -> Tensor { right * left }

    public static func / (left: Tensor, right: Double) -> Tensor {
        let output = left.combining(.divide, right)
        return left.isRecorded ? output.recorded(from: left) { $0 / right } : output
    }

    public static func / (left: Double, right: Tensor) -> Tensor {
        let output = right.combining(left, .divide)
        guard right.isRecorded else { return output }
        let divisor = right.untracked()
        return output.recorded(from: right) {
            -combining(.productOrZero, combining(.quotientOrZero, $0, divisor), output)
        }
    }

    public static func += (left: inout Tensor, right: Tensor) { left = left + right }
    public static func -= (left: inout Tensor, right: Tensor) { left = left - right }
    public static func *= (left: inout Tensor, right: Tensor) { left = left * right }
    public static func /= (left: inout Tensor, right: Tensor) { left = left / right }
    public static func += (left: inout Tensor, right: Double) { left = left + right }
    public static func -= (left: inout Tensor, right: Double) { left = left - right }
    public static func *= (left: inout Tensor, right: Double) { left = left * right }
    public static func /= (left: inout Tensor, right: Double) { left = left / right }
}
