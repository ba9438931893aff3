public import BallastTensor

/// One stage of a network that a configuration can stack: `layers: [{type: linear, width: 64}, relu]`.
///
/// A layer knows the shape it gives before it runs, so a stack is checked when it is made.
public protocol Layer: Component {
    /// Makes the layer for examples of one shape.
    /// - Throws: `ConfigError` if it cannot take that shape.
    init(config: Config, context: LayerContext) throws

    /// The shape of one example after the layer.
    var outputShape: Shape { get }

    /// Runs a batch [N, …] through the layer.
    func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor
}

/// What a layer is made from.
public struct LayerContext {
    /// The shape of one example before the layer: [D], or [C, H, W].
    public let inputShape: Shape
    /// Where the layer makes its parameters and buffers.
    public let scope: ParameterScope
    /// The layer's number in its network; tells apart what layers draw from ``ForwardPass/seed``.
    public let index: Int

    public init(inputShape: Shape, scope: ParameterScope, index: Int) {
        self.inputShape = inputShape
        self.scope = scope
        self.index = index
    }
}
