import Ballast
import Foundation

/// Balanced contrastive learning: logit-adjusted cross-entropy, and a supervised contrastive loss in which every class
/// weighs the same and is always present.
///
///     v_i   = λ · −log softmax(z_i + log π)_y + μ · b_i,   y = y_i, π_k = n_k / Σ n
///     b_i   = −(1/|P_i|) Σ_{j ∈ P_i} log( e^{s_ij} / Σ_k (1/|A_k|) Σ_{j ∈ A_k} e^{s_ij} )
///     s_ij  = (f_i · u_j)/τ,   f and u scaled to length 1
///
/// A_k holds the batch's examples of class k without i itself, and the class's prototype; P_i = A_y. Reads logits z [N, K]
/// and features f [N, D]; gives [N], finite for any finite input. The prototypes are the trained parameter `prototypes`
/// [K, D], Xavier-initialised. Terms: `classification` and `contrastive`, without λ and μ. Predicts softmax(z).
///
/// After Zhu et al., section 3. τ = 0.1, λ = 2 and μ = 0.6 are defaults to tune. Deviations: the model's features are the
/// embedding, without a projection; prototypes are trained by themselves, where the paper projects the head's weights; one
/// view of every example instead of two augmented ones, so a class's only example meets its prototype alone.
public struct BalancedContrastive: Loss {
    public static let name = "balanced_contrastive"
    public static let summary = "Logit-adjusted cross-entropy with a class-balanced supervised contrastive loss."
    public static let paper: String? =
        "Zhu et al., Balanced Contrastive Learning for Long-Tailed Visual Recognition, CVPR 2022, arXiv:2207.09052"

    public struct Config: ComponentConfig {
        @Setting("Factor λ on the classification loss.", range: 0...) public var classification = 2.0
        @Setting("Factor μ on the contrastive loss.", range: 0...) public var contrastive = 0.6
        @Setting("Temperature τ of the similarities.", range: 0.01...) public var temperature = 0.1

        public init() {}
    }

    private let config: Config
    private let logPrior: Tensor
    private let prototypes: Parameter

    /// - Throws: `ConfigError` if there are fewer than two classes, or one without training examples.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        try context.requireExamples(of: Self.self)
        self.config = config
        let total = Double(context.classCounts.reduce(0, +))
        logPrior = context.constant(context.classCounts.map { log(Double($0) / total) })
        prototypes = context.scope.parameter(
            "prototypes", [context.classCount, context.featureWidth], .xavierUniform(), role: .loss)
    }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let classification = -1 * (batch.logits + logPrior).logSoftmax().picked(batch.labels)
        let contrastive = contrast(batch.features, batch.labels)
        return LossValue(
            classification * config.classification + contrastive * config.contrastive,
            terms: [("classification", classification), ("contrastive", contrastive)])
    }

    /// b [N].
    private func contrast(_ features: Tensor, _ labels: Labels) -> Tensor {
        let points = features.normalized()
        let others = Tensor.concatenate([points, prototypes.value.normalized()])
        let similarities = points.matmul(others, transposeB: true) * (1 / config.temperature)
        let (positives, logWeights) = weights(labels, like: similarities)
        return (similarities + logWeights).logSumExp() - (similarities * positives).sum(axis: 1)
    }

    /// 1/|P_i| for the columns of P_i and 0 elsewhere; and log(1/|A_k|) for the columns of class k, both [N, N + K].
    private func weights(_ labels: Labels, like similarities: Tensor) -> (positives: Tensor, logWeights: Tensor) {
        let classes = prototypes.shape[0]
        let columns = labels.values + (0..<Int32(classes))
        var sizes = [Int](repeating: 1, count: classes)
        for label in labels.values { sizes[Int(label)] += 1 }
        var positives: [Double] = []
        var logWeights: [Double] = []
        for (row, label) in labels.values.enumerated() {
            for (column, other) in columns.enumerated() {
                let isSelf = row == column
                // The example itself is not in its class's set.
                let size = Double(sizes[Int(other)] - (other == label ? 1 : 0))
                positives.append(other == label && !isSelf ? 1 / size : 0)
                // No similarity, at most 1/τ = 100, makes up for it.
                logWeights.append(isSelf ? -1e6 : -log(size))
            }
        }
        func tensor(_ values: [Double]) -> Tensor {
            Tensor(values, shape: similarities.shape, scalarType: similarities.scalarType, on: similarities.device)
        }
        return (tensor(positives), tensor(logWeights))
    }
}
