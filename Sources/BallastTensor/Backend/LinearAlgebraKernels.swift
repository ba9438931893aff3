/// Kernels on matrices. All tensors are row-major.
package protocol LinearAlgebraKernels {
    /// `output = op(left) · op(right)`, or `output += …` if `accumulating`; op transposes if asked. An inner extent of
    /// 0 gives zeros.
    func matmul(
        _ left: Tensor, transposed leftTransposed: Bool, _ right: Tensor, transposed rightTransposed: Bool,
        into output: Tensor, accumulating: Bool)

    /// `output = input · weightᵀ + bias`, then max(·, 0) if `relu`: [N, D], [M, D], [M] → [N, M].
    func linear(_ input: Tensor, weight: Tensor, bias: Tensor?, relu: Bool, into output: Tensor)

    /// scale · ‖input_i − anchor_k‖²: [N, D], [K, D] → [N, K]. Formed from differences, never as ‖x‖² − 2x·a + ‖a‖².
    func squaredDistances(_ input: Tensor, _ anchors: Tensor, scale: Double, into output: Tensor)

    /// The gradient of ``squaredDistances(_:_:scale:into:)`` for `points`, of which `others` are the opposite operand:
    /// 2 · scale · Σ_j upstream(i, j) · (points_i − others_j). `upstream` is [points, others], or [others, points] if
    /// `transposed`.
    func squaredDistancesGradient(
        _ points: Tensor, _ others: Tensor, upstream: Tensor, transposed: Bool, scale: Double, into output: Tensor)
}
