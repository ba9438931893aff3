/// How the predictions of several models become one.
///
/// With pₘₖ the probability of class k by member m, wₘ its weight and W = Σ wₘ.
public enum EnsembleRule: String, CaseIterable, Codable, Sendable {
    /// The mean of probabilities, Σ wₘ pₘₖ / W. Of equal members it is theirs, bit for bit.
    case average
    /// The mean of logits: the softmax of Σ wₘ log pₘₖ / W, that is, the normalised geometric mean of probabilities. For
    /// losses whose probabilities are the softmax of logits these are the logits up to a constant for each row, which the
    /// softmax does not see. Probabilities below 1.2e-38 count as that.
    case logits
    /// The share of the votes, vₖ / W with vₖ the weight of the members that predict class k, each at its own threshold if it
    /// has one. Equal shares are decided, and ranked, by the mean of probabilities: it counts as one more vote, of 2⁻²⁰ of
    /// the smallest weight, divided among the classes.
    case vote
}
