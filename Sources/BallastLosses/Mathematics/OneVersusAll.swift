internal import BallastCore
internal import BallastTensor
import Foundation

/// K separate yes-or-no questions, one per class, as the sigmoid losses of Cui et al. (CVPR 2019, section 4.2) ask them.
enum OneVersusAll {
    /// The log-odds that every question is answered rightly: z for the true class, −z for the others.
    static func logOdds(_ logits: Tensor, _ labels: Labels) -> Tensor {
        let sign = Tensor.oneHot(labels, scalarType: logits.scalarType, on: logits.device) * 2 - 1
        return logits * sign
    }

    /// −log(K − 1), at which every class starts with the probability 1/K; see Cui et al., section 5, on training with
    /// sigmoid-based losses, after Lin et al., section 3.3.
    static func initialBias(classCount: Int) -> Double { 0 - log(Double(max(classCount - 1, 1))) }

    /// The focal cross-entropy of every question [N, K], summed with a factor for the true class and one for the others.
    static func focal(
        _ logOdds: Tensor, _ labels: Labels, gamma: Double, positive: Double, negative: Double
    ) -> Tensor {
        let terms = logOdds.focalCrossEntropy(gamma: gamma)
        guard positive != negative else {
            let sum = terms.sum(axis: 1)
            return positive == 1 ? sum : sum * positive
        }
        let isTrue = Tensor.oneHot(labels, scalarType: terms.scalarType, on: terms.device)
        return (terms * (isTrue * positive + (1 - isTrue) * negative)).sum(axis: 1)
    }
}
