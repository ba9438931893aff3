public import BallastTensor

/// A training criterion on a batch, and the rule that turns a model's output into class probabilities.
///
/// A loss writes only its mathematics, as operations on tensors; gradients come from the tape. It returns a value per
/// example; class weighting, averaging and mixing of labels are the framework's. Parameters made through
/// ``LossContext/scope`` are trained and saved without further words.
public protocol Loss: Component {
    /// What the loss reads: logits that the model's head computes, or features on which the loss owns the head.
    static func input(config: Config, classCount: Int) -> LossInput

    /// Whether the value holds functions of its input that the gradient takes as constants, as factors computed from
    /// ``BallastTensor/Tensor/detached()`` logits are. Conformance then holds all that is detached constant in its differences too, which
    /// otherwise find the missing part of the gradient. False unless said otherwise.
    static var holdsFactorsConstant: Bool { get }

    /// Makes the loss for one data set and one model.
    init(config: Config, context: LossContext) throws

    /// The loss of every example of a batch, [N], and its named terms.
    func callAsFunction(_ batch: LossBatch) -> LossValue

    /// Class probabilities [N, K] at evaluation: no margin, no weighting, rows that sum to 1 (one-vs-all losses: each
    /// class's own probability).
    func probabilities(_ output: ModelOutput) -> Tensor

    /// Points of the feature space to which the loss draws the examples of the classes, [K·T, D], T of each class in a row:
    /// anchors, centres, prototypes. Nil, unless said otherwise, for a loss without any. They are drawn in pictures of the
    /// embedding.
    var classAnchors: Tensor? { get }

    /// Called after every optimizer step with the batch of that step, as it was before the update, detached.
    func afterStep(_ batch: LossBatch)
}

extension Loss {
    public static func input(config: Config, classCount: Int) -> LossInput { .logits(width: classCount) }

    public static var holdsFactorsConstant: Bool { false }

    /// Softmax of the logits.
    public func probabilities(_ output: ModelOutput) -> Tensor { output.requiredLogits.softmax() }

    public var classAnchors: Tensor? { nil }

    public func afterStep(_ batch: LossBatch) {}
}

/// What a loss reads of a model's output.
public enum LossInput: Equatable, Sendable {
    /// The model ends in a linear head of `width` outputs (K, or 1 for a binary single-logit loss); `initialBias`
    /// replaces the head's default initial bias.
    case logits(width: Int, initialBias: Double? = nil)
    /// The model ends in its embedding; the loss has anchors, centres or weights of its own.
    case features
}

/// What a loss is made from.
public struct LossContext {
    /// The number of examples of each class in the training split, before any resampling; positive.
    public let classCounts: [Int]
    /// The width D of the features [N, D].
    public let featureWidth: Int
    /// Where the loss makes its parameters and buffers.
    public let scope: ParameterScope
    /// The number of optimizer steps of the whole run, for schedules over updates; nil outside of training.
    public let totalSteps: Int?
    /// The class that is of interest where there are two, as `data.positive_class` says.
    public let positiveClass: Int

    public init(
        classCounts: [Int], featureWidth: Int, scope: ParameterScope, totalSteps: Int? = nil, positiveClass: Int = 1
    ) {
        self.classCounts = classCounts
        self.featureWidth = featureWidth
        self.scope = scope
        self.totalSteps = totalSteps
        self.positiveClass = positiveClass
    }

    /// The number of classes K.
    public var classCount: Int { classCounts.count }
    public var device: Device { scope.store.device }
    public var scalarType: ScalarType { scope.store.scalarType }

    /// Values the loss computes with but does not train, such as margins per class.
    public func constant(_ values: [Double], shape: Shape? = nil) -> Tensor {
        Tensor(values, shape: shape ?? [values.count], scalarType: scalarType, on: device)
    }
}

/// A batch as a loss sees it.
public struct LossBatch {
    public let output: ModelOutput
    /// The class of every example, [N], below K.
    public let labels: Labels
    /// How far training has come, for losses that change over it: at evaluation the last step whose weights are
    /// evaluated; nil where there is no training, as in `ballast loss`.
    public let position: TrainingPosition?

    public init(output: ModelOutput, labels: Labels, position: TrainingPosition? = nil) {
        self.output = output
        self.labels = labels
        self.position = position
    }

    /// The logits [N, K] of a loss whose ``Loss/input(config:classCount:)`` asks for them.
    public var logits: Tensor { output.requiredLogits }
    /// The features [N, D].
    public var features: Tensor { output.features }
    /// The number of examples N.
    public var count: Int { labels.count }

    public func detached() -> LossBatch {
        LossBatch(
            output: ModelOutput(features: output.features.detached(), logits: output.logits?.detached()),
            labels: labels, position: position)
    }
}

/// The result of a loss on a batch.
public struct LossValue {
    /// The loss of every example, [N]; multiplied by the class weight of the example's label if there is a weighting.
    public let values: Tensor
    /// Added to the values after weighting, [N]: regularisers that are already balanced over the classes.
    public let unweighted: Tensor?
    /// Parts of the loss worth logging, by name; means over the batch are recorded.
    public let terms: [(name: String, value: Tensor)]

    public init(_ values: Tensor, unweighted: Tensor? = nil, terms: [(name: String, value: Tensor)] = []) {
        require(values.rank == 1, "a loss gives one value per example, [N], not \(values.shape)")
        self.values = values
        self.unweighted = unweighted
        self.terms = terms
    }

    /// The loss of every example without class weighting, [N].
    public var total: Tensor { unweighted.map { values + $0 } ?? values }
}
