public import BallastCore
public import BallastTensor

/// Cross-entropy of a single logit, for two classes; class 1 is the positive one.
///
///     v_i = w^{y_i} (−log p_t),   p_t = σ(z_i) if y_i = 1, else 1 − σ(z_i)
///
/// Reads logits z [N, 1]; gives [N]. Predicts [1 − σ(z), σ(z)]. The weight w of class 1, `pos_weight`, is that of
/// PyTorch's `BCEWithLogitsLoss`: class weights (w, 1) without normalisation.
public struct BinaryCrossEntropy: Loss {
    public static let name = "binary_cross_entropy"
    public static let summary = "Cross-entropy of a single logit for two classes."

    public struct Config: ComponentConfig {
        @Setting("Weight w of class 1; 1 weighs both classes alike.", range: .above(0))
        public var posWeight = 1.0

        public init() {}
    }

    private let positiveWeight: Double

    /// - Throws: `ConfigError` unless there are two classes.
    public init(config: Config, context: LossContext) throws {
        try context.requireTwoClasses(of: Self.self)
        positiveWeight = config.posWeight
    }

    public static func input(config: Config, classCount: Int) -> LossInput { .logits(width: 1) }

    public func callAsFunction(_ batch: LossBatch) -> LossValue {
        let crossEntropy = SingleLogit.logOdds(batch.logits, batch.labels).crossEntropy()
        return LossValue(SingleLogit.scaled(crossEntropy, batch.labels, positive: positiveWeight, negative: 1))
    }

    /// The probabilities of class 0 and class 1.
    public func probabilities(_ output: ModelOutput) -> Tensor { SingleLogit.probabilities(output.requiredLogits) }
}
