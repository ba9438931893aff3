public import BallastTensor

extension Tensor {
    /// The scores less the largest of their row, which changes no softmax: what is then added to them, or summed over
    /// classes, is not rounded at the scores' own magnitude.
    func shiftedToMaximum() -> Tensor {
        self - detached().max(axis: 1, keepingAxis: true)
    }

    /// −log σ(z) for log-odds z: the cross-entropy of an outcome with these log-odds. Any shape.
    public func crossEntropy() -> Tensor { (-self).softplus() }
}
