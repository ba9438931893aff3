/// Kernels that treat every element alike.
///
/// On a blocked layout they run over the padding too; an operation that does not map 0 to 0 must leave the layout first.
package protocol ElementwiseKernels {
    /// Sets every element; the padding of a blocked layout becomes 0.
    func fill(_ output: Tensor, with value: Double)
    /// `target += contribution`, in place; both have one shape, type and layout.
    func add(_ contribution: Tensor, into target: Tensor)
    /// Converts between scalar types; shapes and layouts agree.
    func convert(_ input: Tensor, into output: Tensor)
    /// Copies between layouts; shapes and types agree.
    func reorder(_ input: Tensor, into output: Tensor)
}
