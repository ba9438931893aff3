import Ballast
import TestSupport

/// A short training of training.h5, set up as a run would be: model, loss and optimizer by their names and settings.
struct GoldenTraining {
    let golden: Golden
    let scalarType: ScalarType
    let device: Device
    let models: ParameterStore
    let losses: ParameterStore
    private let model: any Model
    private let loss: any Loss
    private let updater: ParameterUpdater
    private let classes: Int

    /// What a training went through.
    struct Record {
        var losses: [Double] = []
        var firstGradient: [String: [Double]] = [:]
        var afterFirstStep: [String: [Double]] = [:]
        var final: [String: [Double]] = [:]
        /// FAML's anchors, before the first and after every step.
        var anchors: [[Double]] = []
    }

    init(_ recipe: Recipe, device: Device, scalarType: ScalarType) throws {
        golden = try Golden("training").group(recipe.name)
        self.scalarType = scalarType
        self.device = device
        classes = recipe.classes
        // One stream for everything, model first, as a PyTorch program draws.
        let random = TorchRandom(seed: UInt64(try golden.integer("torch_seed")))
        models = ParameterStore(device: device, scalarType: scalarType, random: random)
        losses = ParameterStore(device: device, scalarType: scalarType, random: random)

        let registries = try BuiltIn()
        let lossComponent = try registries.decode(recipe.loss, in: registries.losses)
        let input = lossComponent.input(classCount: recipe.classes)
        var head: HeadDescription?
        if case .logits(let width, let bias) = input { head = HeadDescription(width: width, initialBias: bias) }
        let shape = try golden.floats("x").shape.dropFirst(2)
        let steps = try golden.integer("steps")
        model =
            try recipe.network?(models.root, head)
            ?? registries.decode(recipe.model, in: registries.models)
            .build(ModelContext(inputShape: Shape(shape), head: head, scope: models.root))
        loss = try lossComponent.build(
            LossContext(
                classCounts: [Int](repeating: 1, count: recipe.classes), featureWidth: model.featureWidth,
                scope: losses.root, totalSteps: steps))
        let optimizer = try registries.decode(recipe.optimizer, in: registries.optimizers).build(())
        updater = ParameterUpdater(optimizer: optimizer, model: models.parameters, loss: losses.parameters)
    }

    /// All parameters and buffers with values of their own in the golden, by path.
    func values() -> [String: [Double]] {
        var result: [String: [Double]] = [:]
        for store in [models, losses] {
            for parameter in store.parameters { result[parameter.path] = parameter.value.doubles() }
            for buffer in store.buffers where !buffer.path.hasPrefix("window") {
                result[buffer.path] = buffer.value.doubles()
            }
        }
        return result
    }

    /// Gives the loss's anchors the golden's initial values: how they are drawn is the loss's affair.
    func loadAnchors() throws {
        guard try golden.contains("initial/anchors") else { return }
        let array = try golden.floats("initial/anchors")
        let value = Tensor(array.values, shape: Shape(array.shape), scalarType: scalarType, on: device)
        for parameter in losses.parameters where parameter.path == "anchors" { parameter.assign(value) }
        for buffer in losses.buffers where buffer.path == "anchors" { buffer.assign(value) }
    }

    func run() throws -> Record {
        var record = Record()
        let inputs = try golden.floats("x")
        let labels = try golden.int32s("y")
        let batches = inputs.shape[0]
        let batchShape = Shape(inputs.shape.dropFirst())
        record.anchors.append(values()["anchors"] ?? [])
        for step in 0..<(try golden.integer("steps")) {
            let input = Tensor(
                inputs[row: step % batches].values, shape: batchShape, scalarType: scalarType, on: device)
            let batch = LossBatch(
                output: model(input, .training(seed: UInt64(step))),
                labels: Labels(labels[row: step % batches].values, bound: classes))
            updater.clearGradients()
            let value = loss(batch).total.mean()
            value.backward()
            record.losses.append(value.item())
            if step == 0 {
                for parameter in models.parameters + losses.parameters {
                    record.firstGradient[parameter.path] = parameter.gradient?.doubles()
                }
            }
            updater.update(at: TrainingPosition(step: step, epoch: 0))
            loss.afterStep(batch.detached())
            if step == 0 { record.afterFirstStep = values() }
            record.anchors.append(values()["anchors"] ?? [])
        }
        record.final = values()
        return record
    }
}

/// What a golden training is made of, as a configuration would name it.
struct Recipe: Sendable, CustomStringConvertible {
    let name: String
    var classes = 2
    var model = ""
    /// A network that no configuration describes with the golden's parameter paths.
    var network: (@Sendable (ParameterScope, HeadDescription?) throws -> any Model)?
    let loss: String
    let optimizer: String

    var description: String { name }

    static let all = [
        Recipe(
            name: "mlp_ce_adagrad", model: "{type: mlp, hidden: [16, 8]}", loss: "cross_entropy",
            optimizer: "{type: adagrad, learning_rate: 0.05}"),
        Recipe(
            name: "mlp_focal_adam", model: "{type: mlp, hidden: [32, 16]}",
            loss: "{type: focal_binary, alpha: 0.25, gamma: 2}", optimizer: "{type: adam, learning_rate: 0.005}"),
        Recipe(
            name: "convnet_ce_sgd", classes: 10, network: { scope, head in TwoConvolutions(scope, head) },
            loss: "cross_entropy",
            optimizer: "{type: sgd, learning_rate: 0.05, momentum: 0.9, nesterov: true, weight_decay: 0.0005}"),
        Recipe(
            name: "mlp_fal_adagrad", model: "{type: mlp, hidden: [16, 8]}",
            loss: "{type: fal, beta: 0.1, gamma: 2, margin: 0.5}", optimizer: "{type: adagrad, learning_rate: 0.05}"),
        Recipe(
            name: "mlp_faml_adagrad", model: "{type: mlp, hidden: [16, 8]}",
            loss: "{type: faml, beta: 0.1, gamma: 2, margin: 0.5, n: 5, r: 1.3, lambda0: 0.9}",
            optimizer: "{type: adagrad, learning_rate: 0.05}"),
    ]
}

/// The registries that a golden training looks its parts up in.
struct BuiltIn {
    var models = Registry<any Model, ModelContext>(kind: "model")
    var losses = Registry<any Loss, LossContext>(kind: "loss")
    var optimizers = Registry<any Optimizer, Void>(kind: "optimizer")

    init() throws {
        try models.registerStandardModels()
        try losses.registerStandardLosses()
        try optimizers.registerStandardOptimizers()
    }

    func decode<Product, Context>(
        _ yaml: String, in registry: Registry<Product, Context>
    ) throws -> DecodedComponent<Product, Context> {
        var issues: [ConfigIssue] = []
        let node = try ConfigNode.parse(yaml: yaml, path: "recipe.yaml")
        let reference =
            node.string.map { ComponentReference($0) }
            ?? ComponentReference(
                node["type"]?.string ?? "",
                settings: ConfigNode(.mapping((node.entries ?? []).filter { $0.key != "type" })))
        guard let component = registry.decode(reference, into: &issues) else { throw ConfigError(issues) }
        return component
    }
}

/// conv1 – bn1 – ReLU – conv2 (stride 2) – bn2 – ReLU – global average – linear.
struct TwoConvolutions: Model {
    struct Config: ComponentConfig {
        init() {}
    }

    static let name = "two_convolutions"
    static let summary = "Two convolutions."

    let featureWidth = 16
    private let first: Conv2D
    private let firstNormalization: BatchNorm
    private let second: Conv2D
    private let secondNormalization: BatchNorm
    private let head: Linear?

    init(config: Config, context: ModelContext) { self.init(context.scope, context.head) }

    init(_ scope: ParameterScope, _ head: HeadDescription?) {
        first = Conv2D([3, 8, 8], channels: 8, kernel: 3, padding: 1, bias: false, in: scope["conv1"])
        firstNormalization = BatchNorm(first.outputShape, in: scope["bn1"])
        second = Conv2D(
            first.outputShape, channels: 16, kernel: 3, stride: 2, padding: 1, bias: false, in: scope["conv2"])
        secondNormalization = BatchNorm(second.outputShape, in: scope["bn2"])
        self.head = head.map { Linear(16, $0.width, in: scope["linear"]) }
    }

    func callAsFunction(_ input: Tensor, _ pass: ForwardPass) -> ModelOutput {
        let hidden = firstNormalization(first(input), pass, relu: true)
        let features = Tensor.globalAveragePool2d(secondNormalization(second(hidden), pass, relu: true))
        return ModelOutput(features: features, logits: head.map { $0(features) })
    }
}
