public import BallastCore
internal import BallastTensor

/// How a margin handicaps the true class of a distance-based loss.
public enum MarginKind: String, CaseIterable, ConfigEnum {
    /// d_y + m, as in FAL (Baloch et al., Eq. 7).
    case additive
    /// d_y·(1 + m), as in LGM (Wan et al., CVPR 2018, section 3.3).
    case multiplicative
}

/// A margin of one kind and size.
struct DistanceMargin {
    let kind: MarginKind
    let size: Double

    /// Log-odds of the true class [N], its score lowered by the margin; they are for training only.
    ///
    /// - Parameters:
    ///   - scores: −d, [N, K].
    ///   - own: the distance d to the true class, [N].
    ///   - labels: the true class of every row.
    func logOdds(_ scores: Tensor, own: Tensor, _ labels: Labels) -> Tensor {
        guard size != 0 else { return scores.logOdds(of: labels) }
        switch kind {
        // The scores of the other classes have no margin, so that it comes off the log-odds as it is.
        case .additive: return scores.logOdds(of: labels) - size
        // Of a large distance it would be rounded twice there, and losses take e^z.
        case .multiplicative: return scores.adding(at: labels, own * -size).logOdds(of: labels)
        }
    }
}
