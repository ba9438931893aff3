/// Kernels that treat every element alike.
///
/// Operands of one call have one scalar type. On a blocked layout (all operands and the output then share it) kernels
/// run over the padding too; the caller sees to it that such an operation maps 0 to 0.
package protocol ElementwiseKernels {
    /// Sets every element; the padding of a blocked layout becomes 0.
    func fill(_ output: Tensor, with value: Double)

    /// `target += contribution`, in place; both have one shape, type and layout.
    func add(_ contribution: Tensor, into target: Tensor)

    /// Converts between scalar types; shapes and layouts agree.
    func convert(_ input: Tensor, into output: Tensor)

    /// Copies between layouts, converting between scalar types if they differ; shapes agree.
    func reorder(_ input: Tensor, into output: Tensor)

    /// `output = operation(input)`; shapes agree.
    func apply(_ operation: UnaryOperation, _ parameters: UnaryParameters, to input: Tensor, into output: Tensor)

    /// `output = upstream · operation′`, the derivative taken from `saved`: the input or the output of the forward
    /// pass, as ``UnaryOperation/saved`` says. Shapes agree. Not called for operations that save nothing.
    func applyGradient(
        of operation: UnaryOperation, _ parameters: UnaryParameters, saved: Tensor, upstream: Tensor,
        into output: Tensor)

    /// `output = operation(left, right)`; `output` has the shape both broadcast to (see ``BroadcastPlan``).
    func combine(_ operation: BinaryOperation, _ left: Tensor, _ right: Tensor, into output: Tensor)

    /// `output = operation(left, right)` with a constant on the right; shapes agree.
    func combine(_ operation: BinaryOperation, _ left: Tensor, _ right: Double, into output: Tensor)

    /// `output = operation(left, right)` with a constant on the left; shapes agree.
    func combine(_ operation: BinaryOperation, _ left: Double, _ right: Tensor, into output: Tensor)

    /// `output = condition ≠ 0 ? left : right`; all row-major and of one shape.
    func select(_ condition: Tensor, _ left: Tensor, _ right: Tensor, into output: Tensor)
}
