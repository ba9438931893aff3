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

    /// (1 − p)^γ (−log p) with p = σ(z) for log-odds z: the focal cross-entropy of an outcome with these log-odds
    /// (Lin et al., ICCV 2017, Eq. 4, without α). Any shape.
    ///
    /// With ℓ = softplus(−z) = −log p, the value is ℓ·exp(−γ·softplus(z)) and its derivative
    /// −exp(−γ·softplus(z))·(σ(−z) + γ·σ(z)·ℓ). No factor of either is infinite or undefined for a finite z, and σ(z)
    /// vanishes faster than ℓ grows, so both are finite for every finite z and γ ≥ 0: there is no 0^γ, no log 0 and no
    /// 0·∞. The derivative is stated rather than left to the tape's rules, which would form γ·ℓ first and overflow.
    ///
    /// - Parameter gamma: the focusing exponent γ ≥ 0; 0 gives ``crossEntropy()``.
    public func focalCrossEntropy(gamma: Double) -> Tensor {
        require(gamma >= 0, "the focusing exponent is not negative")
        guard gamma > 0 else { return crossEntropy() }
        return Tensor.custom(inputs: [self]) { inputs in
            inputs[0].crossEntropy() * (inputs[0].softplus() * -gamma).exp()
        } backward: { inputs, _, upstream in
            let z = inputs[0]
            let modulator = (z.softplus() * -gamma).exp()
            let slope = (-z).sigmoid() + (z.sigmoid() * z.crossEntropy()) * gamma
            return [-(upstream * modulator * slope)]
        }
    }
}
