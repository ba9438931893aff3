import Ballast

/// ResNet-32 with cross-entropy and SGD on one batch of noise.
struct Network {
    let device: Device
    private let model: any Model
    private let loss: any Loss
    private let updater: ParameterUpdater
    private let images: Tensor
    private let labels: Labels
    private let precision: ScalarType

    init(_ options: Options, precision: ScalarType) throws {
        let registries = try Registries.standard()
        device = Device.cpu(threads: options.threads)
        self.precision = precision
        let random = TorchRandom(seed: 0)
        let modelStore = ParameterStore(device: device, random: random)
        let lossStore = ParameterStore(device: device, random: random)
        model = try registries.models.build(
            ComponentReference("resnet32"),
            context: ModelContext(inputShape: [3, 32, 32], head: HeadDescription(width: 10), scope: modelStore.root))
        loss = try registries.losses.build(
            ComponentReference("cross_entropy"),
            context: LossContext(
                classCounts: [Int](repeating: 1, count: 10), featureWidth: model.featureWidth, scope: lossStore.root))
        let settings = ConfigNode.section([
            "learning_rate": .number(0.01), "momentum": .number(0.9), "weight_decay": .number(2e-4),
        ])
        updater = ParameterUpdater(
            optimizer: try registries.optimizers.build(ComponentReference("sgd", settings: settings), context: ()),
            model: modelStore.parameters)
        images = Tensor(
            random.normal(count: options.batch * 3072), shape: Shape(options.batch, 3, 32, 32), on: device)
        labels = Labels((0..<options.batch).map { $0 % 10 }, bound: 10)
    }

    func train() {
        updater.clearGradients()
        let output = model(images.activations(of: precision), .training(seed: 0))
        LossReduction.mean(loss(LossBatch(output: output, labels: labels)), labels).backward()
        updater.update(at: TrainingPosition(step: 0, epoch: 0))
    }

    func infer() {
        device.withoutRecording { _ = model(images.activations(of: precision), .evaluation).logits?.floats() }
    }
}
