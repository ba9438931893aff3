extension Tensor {
    /// The log-odds of every row's labelled class under the softmax of the row:
    /// z = log p_y − log(1 − p_y) = u_y − log Σ_{k≠y} exp u_k.
    ///
    /// Every softmax loss of one class per example is a function of z alone: p_y = σ(z), −log p_y = softplus(−z),
    /// −log(1 − p_y) = softplus(z). Written so, value and gradient keep their relative precision when p_y is close to 0
    /// or to 1, where 1 − p_y and log p_y from p_y itself do not, and are finite for any finite scores.
    ///
    /// One pass over the scores forward and one back: with m the largest of the other scores and q_k = exp(u_k − m) /
    /// Σ_{j≠y} exp(u_j − m), the gradient is 1 at y and −q_k elsewhere.
    ///
    /// - Parameter labels: the class y of every row, N of them, bounded by K.
    /// - Returns: [N], for scores u [N, K], K ≥ 2.
    public func logOdds(of labels: Labels) -> Tensor {
        require(rank == 2 && shape[1] >= 2, "log-odds need scores [N, K] with K ≥ 2, not \(shape)")
        require(labels.count == shape[0] && labels.bound == shape[1], "labels do not fit scores \(shape)")
        let scores = plain().untracked()
        let output = Tensor(uninitialized: [shape[0]], like: scores)
        let statistics = Tensor(uninitialized: [shape[0], 2], like: scores)
        device.backend.logOdds(scores, labels.values, into: output, statistics: statistics)
        guard isRecorded else { return output }
        return output.recorded(from: self) { upstream in
            let gradient = Tensor(uninitializedLike: scores)
            scores.device.backend.logOddsGradient(
                scores, labels.values, statistics: statistics, upstream: upstream.rowMajor(), into: gradient)
            return gradient
        }
    }
}
