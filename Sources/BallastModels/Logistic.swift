public import BallastCore
public import BallastTensor

/// Logistic regression: one linear layer, `linear`, from inputs to logits.
///
/// Its features are the inputs themselves, so a loss that reads features learns anchors or centres among the inputs, and the
/// model has no parameters of its own.
///
/// Cox, Journal of the Royal Statistical Society B, 1958. Deviations: one logit per class (softmax) unless the loss asks for
/// a single one.
public struct Logistic: Model {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "logistic"
    public static let summary = "Logistic regression: one linear layer."
    public static let paper: String? = "Cox: The Regression Analysis of Binary Sequences, JRSS B, 1958"

    public let featureWidth: Int
    private let head: Linear?

    public init(config: Config, context: ModelContext) {
        let width = context.inputShape.elementCount
        featureWidth = width
        head = context.head.map { Linear($0, features: width, in: context.scope["linear"]) }
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
        let features = input.rank == 2 ? input : input.flattened(from: 1)
        return ModelOutput(features: features, logits: head.map { $0(features) })
    }
}
