public import BallastCore
public import BallastTensor

/// Every example as one vector: [N, …] → [N, D], row-major.
public struct Flatten: Layer {
    public struct Config: ComponentConfig {
        public init() {}
    }

    public static let name = "flatten"
    public static let summary = "Every example as one vector."

    public let outputShape: Shape

    public init(config: Config, context: LayerContext) { outputShape = [context.inputShape.elementCount] }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        input.rank == 2 ? input : input.flattened(from: 1)
    }
}
