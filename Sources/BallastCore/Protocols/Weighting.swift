/// Weights of classes in the training loss, beside the loss, so that every loss can be weighted.
///
/// The value of an example is multiplied by the weight of its label. What a loss declares as unweighted is not.
public protocol Weighting: Component {
    init(config: Config, context: WeightingContext) throws

    /// One weight per class; nil for none.
    var weights: [Double]? { get }
}

/// What a weighting is made from.
public struct WeightingContext: Sendable {
    /// The number of training examples of each class.
    public let classCounts: [Int]

    public init(classCounts: [Int]) { self.classCounts = classCounts }
}
