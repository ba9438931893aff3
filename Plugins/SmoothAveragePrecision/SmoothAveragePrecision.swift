import Ballast

/// Smooth-AP for two classes: 1 minus the average precision of the positive examples of a batch, with ranks made smooth.
///
///     AP   = (1/|P|) Σ_{i ∈ P} (1 + Σ_{j ∈ P, j ≠ i} G(s_j − s_i)) / (1 + Σ_{j ≠ i} G(s_j − s_i))
///     G(d) = σ(d/τ),   loss = 1 − AP
///
/// P are the batch's examples of the positive class p (`data.positive_class`) and s = softmax(z)_p, bounded as the paper's cosines are, so that τ has a
/// meaning. Reads logits z [N, 2]; gives [N]: N/|P| times 1 minus its term for a positive example, 0 for others, so that the
/// mean is the loss; all of it is unweighted, since a ranking has no loss of one class. A batch without positive examples
/// has the loss 0 and no gradient: batches must be large enough, or the sampler `class_balanced`. Finite for any finite
/// logits; memory grows as |P|·N. Predicts softmax(z).
///
/// After Brown et al., with their τ = 0.01. The paper ranks retrieved images by cosine; here transactions are
/// ranked by the probability of fraud.
public struct SmoothAveragePrecision: Loss {
    public static let name = "smooth_ap"
    public static let summary = "One minus a smooth average precision of the batch's positive examples."
    public static let paper: String? =
        "Brown et al., Smooth-AP: Smoothing the Path Towards Large-Scale Image Retrieval, ECCV 2020, arXiv:2007.12163"

    public struct Config: ComponentConfig {
        @Setting("Temperature τ: differences of probability well above it count as ranked.", range: 0.005...10)
        public var temperature = 0.01

        public init() {}
    }

    private let temperature: Double
    private let positiveClass: Int32

    /// - Throws: `ConfigError` if there are not two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireTwoClasses(of: Self.self)
        temperature = config.temperature
        positiveClass = Int32(context.positiveClass)
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let scores = batch.logits.softmax().picked(
            Labels([Int32](repeating: positiveClass, count: batch.count), bound: 2))
        // A tracked 0 for the examples, and batches, that have no part in the ranking.
        let nothing = scores * 0
        let rows = batch.labels.values.indices.filter { batch.labels.values[$0] == positiveClass }
        guard !rows.isEmpty else { return LossValue(nothing) }
        let positives = Labels(rows.map(Int32.init), bound: batch.count)
        let ahead =
            ((scores.expandedAxis(at: 0) - scores.gathered(positives).expandedAxis(at: 1))
            * (1 / temperature)).sigmoid()
        let isPositive = Tensor(
            batch.labels.values.map { $0 == positiveClass ? 1 : 0 }, shape: [batch.count],
            scalarType: scores.scalarType,
            on: scores.device)
        // Every sum holds G(0) = ½ of the example itself, where the formula has 1.
        let precision = ((ahead * isPositive).sum(axis: 1) + 0.5) / (ahead.sum(axis: 1) + 0.5)
        let share = (1 - precision) * (Double(batch.count) / Double(rows.count))
        return LossValue(nothing, unweighted: share.scatteredSum(positives, count: batch.count))
    }
}
