import Ballast
import TestSupport
import Testing

/// The cost of a step of a small network by counts, which no noise of the machine can hide.
@Suite struct TableStepTests {
    private struct Counts: Equatable {
        var nodes: Int
        var allocations: Int
        var bytesInUse: Int
    }

    /// What a step of a network with these hidden layers takes once it is running.
    private func counts(hidden: [Int], loss name: String) throws -> Counts {
        let device = Device.cpu(threads: 1)
        let registries = try Registries.standard()
        let store = ParameterStore(device: device, random: TorchRandom(seed: 0))
        let isBinary = name == "focal_binary"
        let model = try registries.models.build(
            ComponentReference("mlp", settings: .section(["hidden": .list(hidden.map { .integer($0) })])),
            context: ModelContext(inputShape: [12], head: HeadDescription(width: isBinary ? 1 : 2), scope: store.root))
        let loss = try registries.losses.build(
            ComponentReference(name),
            context: LossContext(classCounts: [98, 30], featureWidth: model.featureWidth, scope: store.root))
        let updater = ParameterUpdater(
            optimizer: try registries.optimizers.build(
                ComponentReference("adam", settings: .section(["learning_rate": .number(1e-3)])), context: ()),
            model: store.parameters)
        let rows = Tensor(TorchRandom(seed: 1).normal(count: 128 * 12), shape: [128, 12], on: device)
        let labels = Labels((0..<128).map { $0 % 4 == 0 ? 1 : 0 }, bound: 2)
        func step() {
            updater.clearGradients()
            let output = model(rows, .training(seed: 0))
            LossReduction.mean(loss(LossBatch(output: output, labels: labels)), labels).backward()
            updater.update(at: TrainingPosition(step: 0, epoch: 0))
        }
        for _ in 0..<3 { step() }
        let before = device.statistics
        step()
        let after = device.statistics
        return Counts(
            nodes: after.nodes - before.nodes, allocations: after.storageAllocations - before.storageAllocations,
            bytesInUse: after.bytesInUse - before.bytesInUse)
    }

    /// A layer is one operation, its activation included; the six parameters are made leaves once, not in every step.
    @Test func binaryFocalLossOfTwoHiddenLayersTakesTenOperations() throws {
        let expected = Counts(nodes: 10, allocations: 0, bytesInUse: 0)
        #expect(try counts(hidden: [32, 16], loss: "focal_binary") == expected)
        #expect(try counts(hidden: [16, 8], loss: "focal_binary") == expected)
    }

    @Test(arguments: ["focal_binary", "cross_entropy", "focal"])
    func anotherHiddenLayerIsOneMoreOperation(_ loss: String) throws {
        let two = try counts(hidden: [16, 8], loss: loss)
        let three = try counts(hidden: [16, 8, 8], loss: loss)
        #expect(three.nodes == two.nodes + 1)
        #expect(three.allocations == 0)
        #expect(three.bytesInUse == 0)
    }
}
