public import BallastCore
public import BallastTensor

/// Sets every element to 0 with probability p in training and divides the others by 1 − p; does nothing in evaluation.
///
/// What is dropped is a function of the pass's seed, the layer's index and the element's position alone.
///
/// Srivastava et al., JMLR 2014.
public struct Dropout: Layer {
    public struct Config: ComponentConfig {
        @Setting("Probability p that an element is dropped.", range: 0..<1) public var rate = 0.5

        public init() {}
    }

    public static let name = "dropout"
    public static let summary = "Random elements set to 0 in training."
    public static let paper: String? = "Srivastava et al.: Dropout, JMLR 2014"

    public let outputShape: Shape
    private let rate: Double
    private let index: Int

    /// - Parameters:
    ///   - inputShape: of one example.
    ///   - rate: the share of elements that become 0, in [0, 1).
    ///   - index: tells apart the dropout layers of one network.
    public init(_ inputShape: Shape, rate: Double, index: Int) {
        outputShape = inputShape
        self.rate = rate
        self.index = index
    }

    public init(config: Config, context: LayerContext) {
        self.init(context.inputShape, rate: config.rate, index: context.index)
    }

    public func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> Tensor {
        guard pass.isTraining, rate > 0 else { return input }
        return Tensor.dropout(input, rate: rate, key: pass.seed(of: index))
    }
}

extension ForwardPass {
    /// The seed of one layer in this pass: SplitMix64's output function of the pass's seed and the index.
    func seed(of index: Int) -> UInt64 {
        var mixed = seed &+ 0x9e37_79b9_7f4a_7c15 &* UInt64(truncatingIfNeeded: index + 1)
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
