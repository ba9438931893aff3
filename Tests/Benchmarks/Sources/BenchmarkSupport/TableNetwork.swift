package import Ballast

/// A fully connected network on a table of two classes, focal loss and Adam, its step in parts that can be timed.
package struct TableNetwork {
    /// Columns of the table.
    package static let columnCount = 12

    package let device: Device
    private let model: any Model
    private let loss: any Loss
    private let updater: ParameterUpdater

    package init(hidden: [Int], on device: Device) throws {
        self.device = device
        let registries = try Registries.standard()
        let store = ParameterStore(device: device, random: TorchRandom(seed: 0))
        model = try registries.models.build(
            ComponentReference("mlp", settings: .section(["hidden": .list(hidden.map { .integer($0) })])),
            context: ModelContext(
                inputShape: [Self.columnCount], head: HeadDescription(width: 1), scope: store.root))
        loss = try registries.losses.build(
            ComponentReference("focal_binary"),
            context: LossContext(classCounts: [985, 15], featureWidth: model.featureWidth, scope: store.root))
        updater = ParameterUpdater(
            optimizer: try registries.optimizers.build(
                ComponentReference("adam", settings: .section(["learning_rate": .number(1e-3)])), context: ()),
            model: store.parameters)
    }

    /// So many rows of noise, one in fifty of the second class.
    package static func examples(_ rows: Int) -> ExampleSet {
        ExampleSet(
            values: TorchRandom(seed: 0).normal(count: rows * columnCount).map { Float($0) },
            exampleShape: [columnCount],
            labels: (0..<rows).map { $0 % 50 == 0 ? 1 : 0 }, classCount: 2)
    }

    package func output(_ rows: Tensor) -> ModelOutput { model(rows, .training(seed: 0)) }

    package func meanLoss(_ output: ModelOutput, _ labels: Labels) -> Tensor {
        LossReduction.mean(loss(LossBatch(output: output, labels: labels)), labels)
    }

    package func clearGradients() { updater.clearGradients() }

    package func update() { updater.update(at: TrainingPosition(step: 0, epoch: 0)) }

    /// A whole step.
    package func step(_ rows: Tensor, _ labels: Labels) {
        clearGradients()
        meanLoss(output(rows), labels).backward()
        update()
    }
}
