public import BallastTensor

/// Averages the losses of a batch, class weights included, to the number that is differentiated.
///
///     Σ_i w_{y_i} v_i / N + Σ_i r_i / N            normalize: batch
///     Σ_i w_{y_i} v_i / Σ_i w_{y_i} + Σ_i r_i / N  normalize: weights
///
/// with v the values and r the ``LossValue/unweighted`` part. A batch whose weights are all 0 has nothing to say: with
/// `weights`, its first term is 0.
public struct LossReduction: Sendable {
    /// One weight per class; nil for none.
    public let weights: [Double]?
    public let normalization: WeightNormalization

    /// The plain mean.
    public static let mean = LossReduction(weights: nil)

    public init(weights: [Double]?, normalization: WeightNormalization = .batch) {
        self.weights = weights
        self.normalization = normalization
    }

    /// The scalar loss of a batch with these labels.
    public func callAsFunction(_ value: LossValue, _ labels: Labels) -> Tensor {
        reduce([Share(value: value, labels: labels, portion: 1)])
    }

    /// The scalar loss of a batch whose examples have two labels each, as mixup's do: λ of the first and 1 − λ of the
    /// second.
    ///
    /// Values, weights in the divisor and unweighted parts are all mixed by λ, so that two equal sets of labels give what
    /// one gives (Zhang et al., ICLR 2018, arXiv:1710.09412, mix the losses so).
    /// - Parameters:
    ///   - first: the loss by the first labels.
    ///   - firstLabels: the class of every example, [N].
    ///   - second: the loss by the labels mixed in.
    ///   - secondLabels: the class mixed into every example, [N].
    ///   - portion: λ, in [0, 1].
    public func callAsFunction(
        _ first: LossValue, _ firstLabels: Labels, _ second: LossValue, _ secondLabels: Labels, portion: Double
    ) -> Tensor {
        require((0...1).contains(portion), "the portion of the first labels is in [0, 1]")
        return reduce([
            Share(value: first, labels: firstLabels, portion: portion),
            Share(value: second, labels: secondLabels, portion: 1 - portion),
        ])
    }

    private struct Share {
        let value: LossValue
        let labels: Labels
        let portion: Double
    }

    private func reduce(_ shares: [Share]) -> Tensor {
        let divisor = divisor(shares)
        let sum = shares.dropFirst().reduce(portionOfSum(shares[0])) { $0 + portionOfSum($1) }
        var result = sum * (divisor > 0 ? 1 / divisor : 0)
        for share in shares {
            if let unweighted = share.value.unweighted { result = result + unweighted.mean() * share.portion }
        }
        return result
    }

    private func portionOfSum(_ share: Share) -> Tensor {
        share.portion == 1 ? weightedSum(share) : weightedSum(share) * share.portion
    }

    private func weightedSum(_ share: Share) -> Tensor {
        require(share.value.values.count == share.labels.count, "a loss gives one value per label")
        guard let weights else { return share.value.values.sum() }
        return (share.value.values * share.labels.select(from: weights, like: share.value.values)).sum()
    }

    private func divisor(_ shares: [Share]) -> Double {
        let examples = Double(shares[0].labels.count)
        guard let weights, normalization == .weights else { return examples }
        return shares.reduce(0) { sum, share in
            sum + share.portion * share.labels.values.reduce(0) { $0 + weights[Int($1)] }
        }
    }
}
