extension ReferenceBackend {
    package func combine(_ operation: BinaryOperation, _ left: Tensor, _ right: Tensor, into output: Tensor) {
        switch output.scalarType {
        case .float32: combine(operation, left, right, into: output, as: Float.self)
        case .float64: combine(operation, left, right, into: output, as: Double.self)
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    package func combine(_ operation: BinaryOperation, _ left: Tensor, _ right: Double, into output: Tensor) {
        switch output.scalarType {
        case .float32:
            withUnsafePointer(to: Float(right)) {
                row(
                    operation, left.pointer(as: Float.self), 1, $0, 0, output.pointer(as: Float.self),
                    output.storedCount)
            }
        case .float64:
            withUnsafePointer(to: right) {
                row(
                    operation, left.pointer(as: Double.self), 1, $0, 0, output.pointer(as: Double.self),
                    output.storedCount)
            }
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    package func combine(_ operation: BinaryOperation, _ left: Double, _ right: Tensor, into output: Tensor) {
        switch output.scalarType {
        case .float32:
            withUnsafePointer(to: Float(left)) {
                row(
                    operation, $0, 0, right.pointer(as: Float.self), 1, output.pointer(as: Float.self),
                    output.storedCount)
            }
        case .float64:
            withUnsafePointer(to: left) {
                row(
                    operation, $0, 0, right.pointer(as: Double.self), 1, output.pointer(as: Double.self),
                    output.storedCount)
            }
        case .bfloat16: unsupported(output.scalarType)
        }
    }

    private func combine<Element: RealElement>(
        _ operation: BinaryOperation, _ left: Tensor, _ right: Tensor, into output: Tensor, as type: Element.Type
    ) {
        let leftElements = left.pointer(as: type)
        let rightElements = right.pointer(as: type)
        let target = output.pointer(as: type)
        if left.shape == right.shape {
            return row(operation, leftElements, 1, rightElements, 1, target, output.storedCount)
        }
        let plan = BroadcastPlan(left: left.shape, right: right.shape, output: output.shape)
        let leftStep = plan.leftAdvances ? 1 : 0
        let rightStep = plan.rightAdvances ? 1 : 0
        plan.forEachRow { leftOffset, rightOffset, offset in
            row(
                operation, leftElements + leftOffset, leftStep, rightElements + rightOffset, rightStep, target + offset,
                plan.rowLength)
        }
    }

    /// One innermost loop; an operand that broadcasts along it has the step 0.
    private func row<Element: RealElement>(
        _ operation: BinaryOperation, _ left: UnsafePointer<Element>, _ leftStep: Int,
        _ right: UnsafePointer<Element>, _ rightStep: Int, _ target: UnsafeMutablePointer<Element>, _ count: Int
    ) {
        @inline(__always) func map(_ function: (Element, Element) -> Element) {
            for position in 0..<count {
                target[position] = function(left[position * leftStep], right[position * rightStep])
            }
        }
        switch operation {
        case .add: map { $0 + $1 }
        case .subtract: map { $0 - $1 }
        case .multiply: map { $0 * $1 }
        case .divide: map { $0 / $1 }
        case .maximum: map { $0 > $1 || $0.isNaN ? $0 : $1 }
        case .minimum: map { $0 < $1 || $0.isNaN ? $0 : $1 }
        case .power: map { Element.power($0, $1) }
        case .greater: map { $0 > $1 ? 1 : 0 }
        case .greaterOrEqual: map { $0 >= $1 ? 1 : 0 }
        case .less: map { $0 < $1 ? 1 : 0 }
        case .lessOrEqual: map { $0 <= $1 ? 1 : 0 }
        case .equal: map { $0 == $1 ? 1 : 0 }
        case .productOrZero: map { $0 == 0 ? 0 : $0 * $1 }
        case .quotientOrZero: map { $0 == 0 ? 0 : $0 / $1 }
        }
    }
}
