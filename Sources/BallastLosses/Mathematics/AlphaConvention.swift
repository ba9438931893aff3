public import BallastCore

/// What the single α of a focal loss over sigmoids stands for.
public enum AlphaConvention: String, CaseIterable, ConfigEnum {
    /// α for every outcome: a factor on the whole loss, as many short implementations have it.
    case uniform
    /// α_t of Lin et al., Eq. 3: α for the positive outcome, 1 − α for the negative one.
    case lin

    /// The factors of the positive and of the negative outcome.
    func factors(alpha: Double) -> (positive: Double, negative: Double) {
        switch self {
        case .uniform: (alpha, alpha)
        case .lin: (alpha, 1 - alpha)
        }
    }
}
