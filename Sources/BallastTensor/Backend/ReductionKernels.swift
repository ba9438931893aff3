/// How a reduction joins elements.
package enum ReductionOperation: Int32, CaseIterable, Sendable {
    /// The sum; 0 of no elements.
    case sum
    /// The sum divided by the number of reduced elements; NaN of no elements.
    case mean
}

/// Which of several elements an extremum takes.
package enum Extremum: Int32, CaseIterable, Sendable {
    case maximum
    case minimum
}

/// Kernels that join elements along axes. All tensors are row-major.
///
/// Sums of float32 must be as accurate as pairwise or better: several partial sums or a wider accumulator.
package protocol ReductionKernels {
    /// Joins the elements along `axes` of `input`; `output` holds the remaining axes (kept ones of extent 1 or not, which
    /// makes no difference in memory). ``ReductionPlan`` collapses the axes.
    func reduce(_ operation: ReductionOperation, _ input: Tensor, over axes: AxisSet, into output: Tensor)

    /// The largest or smallest element along `axis`, and the position of the first such. NaN counts as more extreme
    /// than any number. `axis` has at least one element.
    func extremum(_ extremum: Extremum, _ input: Tensor, axis: Int, into output: Tensor, positions: Positions)

    /// Softmax along `axis`, or its logarithm: with m the maximum, e^(x−m) / Σe^(x−m), or (x − m) − ln Σe^(x−m).
    ///
    /// The logarithm of the sum is log1p of the terms other than the (first) maximum, so that the loss of a confident,
    /// correct example keeps its digits instead of rounding to 0.
    func softmax(_ input: Tensor, axis: Int, logarithmic: Bool, into output: Tensor)

    /// The gradient of ``softmax(_:axis:logarithmic:into:)`` from its output y and the upstream gradient g:
    /// y · (g − Σ g·y), or g − e^y · Σg.
    func softmaxGradient(_ output: Tensor, upstream: Tensor, axis: Int, logarithmic: Bool, into gradient: Tensor)

    /// ln Σeˣ along `axis`, of `output`'s remaining axes; −∞ if every x is −∞.
    func logSumExp(_ input: Tensor, axis: Int, into output: Tensor)

    /// The gradient of ``logSumExp(_:axis:into:)``: upstream · e^(input − output), both spread along `axis`.
    func logSumExpGradient(_ input: Tensor, output: Tensor, upstream: Tensor, axis: Int, into gradient: Tensor)

    /// u_y − ln Σ_{k≠y} e^u_k of every row u of [N, K], K ≥ 2, for its label y. `statistics`, [N, 2], takes what the gradient
    /// needs: the maximum m of the others and ln Σ_{k≠y} e^(u_k − m).
    func logOdds(
        _ scores: Tensor, _ labels: UnsafePointer<Int32>, into output: Tensor, statistics: Tensor)

    /// The gradient of ``logOdds(_:_:into:statistics:)``: upstream at the label, −upstream · e^(u_k − m) / Σ elsewhere, 0
    /// where u_k is −∞.
    func logOddsGradient(
        _ scores: Tensor, _ labels: UnsafePointer<Int32>, statistics: Tensor, upstream: Tensor, into gradient: Tensor)

    /// Running sums along `axis`, each including its own element; from the last element on if `reversed`.
    func cumulativeSum(_ input: Tensor, axis: Int, reversed: Bool, into output: Tensor)
}
