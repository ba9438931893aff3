/// Kernels that move elements. All tensors are row-major; positions have been checked against their bounds.
package protocol IndexingKernels {
    /// Copies the elements of `shape` from one strided view to another: permutation, slice, concatenation, broadcast.
    /// The views do not overlap.
    func copy(
        _ shape: Shape, from input: Tensor, _ inputView: StridedView, to output: Tensor, _ outputView: StridedView)

    /// `output[i, …] = input[rows[i], …]` for each of the `output.shape[0]` rows.
    func gatherRows(_ input: Tensor, _ rows: UnsafePointer<Int32>, into output: Tensor)

    /// `target[rows[i], …] += contribution[i, …]` in ascending order of i, in place.
    func addRows(_ contribution: Tensor, _ rows: UnsafePointer<Int32>, into target: Tensor)

    /// `output[…, j, …] = input[…, positions[…, j, …], …]` along `axis`; the output may be shorter or longer there.
    /// `output` holds `positions.count` elements; it may lack `axis` if it takes one element along it.
    func pick(_ input: Tensor, axis: Int, _ positions: UnsafePointer<Int32>, into output: Tensor)

    /// `target[…, positions[…, j, …], …] += contribution[…, j, …]` along `axis`, in place: the transpose of
    /// ``pick(_:axis:_:into:)``.
    func addPicked(_ contribution: Tensor, axis: Int, _ positions: UnsafePointer<Int32>, into target: Tensor)

    /// Sorts along `axis`, equal elements in order of position, NaN last; `positions` says where each came from.
    func sort(_ input: Tensor, axis: Int, descending: Bool, into output: Tensor, positions: Positions)
}
