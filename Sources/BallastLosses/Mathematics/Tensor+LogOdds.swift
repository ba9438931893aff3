public import BallastTensor

extension Tensor {
    /// The log-odds of every row's labelled class under the softmax of the row:
    /// z = log p_y − log(1 − p_y) = u_y − log Σ_{k≠y} exp u_k.
    ///
    /// Every softmax loss of one class per example is a function of z alone: p_y = σ(z), −log p_y = softplus(−z),
    /// −log(1 − p_y) = softplus(z). Written so, value and gradient keep their relative precision when p_y is close to 0
    /// or to 1, where 1 − p_y and log p_y from p_y itself do not, and are finite for any finite scores.
    ///
    /// - Parameter labels: the class y of every row, N of them, bounded by K.
    /// - Returns: [N], for scores u [N, K], K ≥ 2.
    public func logOdds(of labels: Labels) -> Tensor {
        require(rank == 2 && shape[1] >= 2, "log-odds need scores [N, K] with K ≥ 2, not \(shape)")
        require(labels.count == shape[0] && labels.bound == shape[1], "labels do not fit scores \(shape)")
        let shifted = shiftedToMaximum()
        let others = shifted.adding(at: labels, -.infinity)
        return shifted.picked(labels) - others.logSumExp(axis: 1)
    }

    /// The scores less the largest of their row, which changes no softmax: what is then added to them, or summed over
    /// classes, is not rounded at the scores' own magnitude.
    func shiftedToMaximum() -> Tensor {
        self - detached().max(axis: 1, keepingAxis: true)
    }

    /// −log σ(z) for log-odds z: the cross-entropy of an outcome with these log-odds. Any shape.
    public func crossEntropy() -> Tensor { (-self).softplus() }
}
