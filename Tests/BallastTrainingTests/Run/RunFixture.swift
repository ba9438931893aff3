import Ballast
import Foundation
import TestSupport

/// Runs on the SatImage data set that ships with the repository, short enough for tests.
struct RunFixture {
    let directory: TemporaryDirectory
    private let registries: Registries

    init() throws {
        directory = try TemporaryDirectory()
        var registries = try Registries.standard()
        try registries.samplers.register(HalfLearntWorst.self)
        try registries.losses.register(EpochAsLoss.self)
        self.registries = registries
    }

    static let satImage = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("notebooks-md/data/satimage.h5").path

    static let base = """
        data: {path: \(satImage), train_split: all, test_fraction: 0.2, validation_fraction: 0.1}
        transforms: [standardise]
        model: {type: mlp, hidden: [6], dropout: 0.1}
        loss: cross_entropy
        optimizer: {type: adagrad, learning_rate: 0.05}
        training: {epochs: 3, batch_size: 512, select: best}
        metrics: [accuracy, balanced_accuracy, average_precision, per_class_accuracy]
        seed: 3
        """

    func decode(_ overrides: [String] = []) throws -> DecodedRun {
        let path = directory.file("run.yaml")
        try RunFixture.base.write(toFile: path, atomically: true, encoding: .utf8)
        return try DecodedRun(ConfigNode.load(path: path, overrides: overrides), registries: registries)
    }

    func folder(_ name: String) -> RunFolder { RunFolder(path: directory.file(name)) }

    @discardableResult
    func train(
        _ overrides: [String] = [], in name: String, resuming: Bool = false,
        isInterrupted: @escaping () -> Bool = { false }, listener: @escaping (TrainingEvent) -> Void = { _ in }
    ) throws -> RunSummary {
        let session = try TrainingSession(decode(overrides), name: name, folder: folder(name), resuming: resuming)
        return try session.run(isInterrupted: isInterrupted, listener: listener)
    }
}

/// Visits the half of the rows that the model has learnt worst.
struct HalfLearntWorst: ObservingSampler {
    static let name = "half_learnt_worst"
    static let summary = "A sampler that observes the model."
    struct Config: ComponentConfig {}
    private let count: Int

    init(config: Config, context: SamplerContext) { count = context.labels.count }

    func order(epoch: Int, random: RandomStreams) -> [Int] { Array(random.torch.permutation(count).prefix(count / 2)) }

    func order(epoch: Int, random: RandomStreams, labelProbabilities: [Double]) -> [Int] {
        let worst = labelProbabilities.indices.sorted { labelProbabilities[$0] < labelProbabilities[$1] }
        return random.torch.permutation(count / 2).map { worst[$0] }
    }
}

/// The number of the epoch, with a gradient of cross-entropy's so that something is learnt.
struct EpochAsLoss: Loss {
    static let name = "epoch_as_loss"
    static let summary = "A loss that tells how far training has come."
    struct Config: ComponentConfig {}

    init(config: Config, context: LossContext) {}

    func callAsFunction(_ batch: LossBatch) -> LossValue {
        let crossEntropy = -1 * batch.logits.logSoftmax().picked(batch.labels)
        return LossValue(crossEntropy - crossEntropy.detached() + Double(batch.position?.epoch ?? -1))
    }
}
