/// What the weighted sum of a batch's losses is divided by.
public enum WeightNormalization: String, CaseIterable, ConfigEnum {
    /// The number of examples N, as in Cui et al., CVPR 2019 (Σ wℓ / N).
    case batch
    /// The sum of the examples' weights, as in Cao et al., NeurIPS 2019, and PyTorch's `CrossEntropyLoss` (Σ wℓ / Σ w).
    case weights
}
