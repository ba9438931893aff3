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

    /// The scores −d of distances [N, K], lowered for the true class; they are for training only.
    func scores(_ distances: Tensor, _ labels: Labels) -> Tensor {
        let scores = -distances
        guard size != 0 else { return scores }
        switch kind {
        case .additive: return scores.adding(at: labels, -size)
        case .multiplicative: return scores.adding(at: labels, distances.picked(labels) * -size)
        }
    }
}
