public import BallastCore
public import BallastTensor
import Foundation

/// LDAM: cross-entropy over scaled cosines, with a margin on the true class that is larger for rarer classes.
///
///     u_ik = s·(cos_ik − Δ_k·1[k = y_i]),   cos_ik = f_i·w_k / (‖f_i‖ ‖w_k‖)
///     v_i  = −log softmax(u_i)_{y_i},        Δ_k = Δ_max (n_min / n_k)^{1/4}
///
/// Reads features f [N, D] and owns the head, a trained parameter `weight` [K, D]; gives [N]. Predicts softmax(s·cos),
/// without the margin. Cao et al., Eq. 12 and 13; the normalised head and s = 30 are those of section 4 and the authors'
/// code. LDAM-DRW is this with `weighting: {type: effective_number, start_epoch: …, normalize: weights}`.
///
/// The head's first weights are those of the authors' `NormedLinear`: uniform in [−1, 1), each class's vector scaled to
/// length 1, drawn feature by feature.
public struct LabelDistributionAwareMargin: Loss {
    public static let name = "ldam"
    public static let summary = "Cross-entropy over cosines with larger margins for rarer classes; owns its head."
    public static let paper: String? =
        "Cao et al., Learning Imbalanced Datasets with Label-Distribution-Aware Margin Loss, NeurIPS 2019, "
        + "arXiv:1906.07413"

    public struct Config: ComponentConfig {
        @Setting("Largest margin Δ_max, that of the rarest class.", range: 0...)
        public var maxMargin = 0.5
        @Setting("Scale s of the cosines.", range: .above(0))
        public var scale = 30.0

        public init() {}
    }

    private let weight: Parameter
    private let scale: Double
    /// The margins Δ_k.
    package let margins: [Double]

    /// - Throws: `ConfigError` if there are fewer than two classes, or one without training examples.
    public init(config: Config, context: LossContext) throws {
        try context.requireSeveralClasses(of: Self.self)
        try context.requireExamples(of: Self.self)
        scale = config.scale
        let smallest = Double(context.classCounts.min() ?? 1)
        margins = context.classCounts.map { config.maxMargin * pow(smallest / Double($0), 0.25) }
        weight = Self.normalizedWeight(context)
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .features }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        values(cosines: cosines(batch.features), batch.labels)
    }

    /// The loss from the cosines [N, K].
    package func values(cosines: Tensor, _ labels: Labels) -> LossValue {
        let handicapped = cosines.adding(at: labels, labels.select(from: margins.map { -$0 }, like: cosines))
        return LossValue((handicapped * scale).logOdds(of: labels).crossEntropy())
    }

    /// Softmax of the scaled cosines.
    public func probabilities(_ output: ModelOutput) -> Tensor { (cosines(output.features) * scale).softmax() }

    private func cosines(_ features: Tensor) -> Tensor {
        cosineSimilarity(features, weight.value, epsilon: 1e-12)
    }

    /// The head [K, D] with rows of length 1. Values are drawn as a [D, K] matrix, which is how `NormedLinear` has it.
    private static func normalizedWeight(_ context: LossContext) -> Parameter {
        let (classes, width) = (context.classCount, context.featureWidth)
        let drawn = Initializer.uniform(low: -1, high: 1)
            .values(shape: [width, classes], using: context.scope.store.random)
        var values = [Double](repeating: 0, count: classes * width)
        for label in 0..<classes {
            let column = (0..<width).map { Double(drawn[$0 * classes + label]) }
            let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
            for (index, value) in column.enumerated() { values[label * width + index] = value / max(length, 1e-7) }
        }
        let parameter = context.scope.parameter("weight", [classes, width], .zeros, role: .loss)
        parameter.assign(context.constant(values, shape: [classes, width]))
        return parameter
    }
}
