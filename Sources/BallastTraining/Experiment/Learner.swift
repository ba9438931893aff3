public import BallastCore
public import BallastTensor
internal import BallastData

/// A model, its loss and the metrics: what a checkpoint restores and an evaluation needs.
public final class Learner {
    public let task: TaskDescription
    public let device: Device
    public let model: any Model
    public let loss: any Loss
    public let metrics: [NamedMetric]
    /// How the threshold of decisions is chosen, on validation; nil: the likelier class is predicted.
    public let thresholdRule: (any ThresholdRule)?
    /// Why activations have another type than the run asks for; nil if they have that one.
    public let precisionNotice: String?
    /// The type of the activations of a network of images.
    let activationType: ScalarType
    let modelStore: ParameterStore
    let lossStore: ParameterStore

    /// - Parameters:
    ///   - precision: the number format of activations; the run's own if nil.
    ///   - random: the source of initial values: the model's first, then the loss's.
    /// - Throws: `ConfigError` from the components, for a threshold with other than two classes, or for bf16 on examples
    ///   that are no images.
    init(
        _ run: DecodedRun, task: TaskDescription, device: Device, precision: ActivationPrecision? = nil,
        random: TorchRandom
    ) throws {
        self.task = task
        self.device = device
        let effective = try EffectivePrecision(
            precision ?? run.config.precision, exampleShape: task.inputShape, device: device)
        (activationType, precisionNotice) = (effective.activationType, effective.notice)
        let head: HeadDescription? =
            switch run.loss.input(classCount: task.classNames.count) {
            case .logits(let width, let bias): HeadDescription(width: width, initialBias: bias)
            case .features: nil
            }
        modelStore = ParameterStore(device: device, random: random)
        lossStore = ParameterStore(device: device, random: random)
        let inputShape = Shape(task.inputShape)
        model = try run.model.build(
            ModelContext(
                inputShape: inputShape, head: head, scope: modelStore.root, layers: run.registries.layers))
        loss = try run.loss.build(
            LossContext(
                classCounts: task.trainedCounts, featureWidth: model.featureWidth, scope: lossStore.root,
                totalSteps: task.totalSteps, positiveClass: task.positiveClass))
        let context = MetricContext(
            classNames: task.classNames, trainingCounts: task.trainingCounts, positiveClass: task.positiveClass)
        metrics = try run.metrics.map { NamedMetric(name: $0.name, metric: try $0.build(context)) }
        if run.threshold != nil, task.classNames.count != 2 {
            throw ConfigError(
                key: "threshold", "needs two classes, but the data set has \(task.classNames.count)")
        }
        thresholdRule = try run.threshold?.build(())
    }

    /// What the model makes of a batch.
    func output(of batch: Batch, _ pass: ForwardPass) -> ModelOutput {
        let examples = batch.tensor(on: device)
        return model(activationType == .bfloat16 ? examples.activations(of: activationType) : examples, pass)
    }

    /// Every trained parameter, the model's first.
    public var parameters: [Parameter] { modelStore.parameters + lossStore.parameters }

    /// The number of trained values.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.elementCount } }
}

/// A metric and the name its value is recorded under.
public struct NamedMetric {
    public let name: String
    public let metric: any Metric
}
