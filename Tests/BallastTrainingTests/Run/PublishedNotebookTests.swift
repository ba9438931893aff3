import Ballast
import Foundation
import TestSupport
import Testing

/// The published focal-loss notebook, run by its configuration in `notebooks-md`, against what PyTorch and scikit-learn
/// gave for it: rows, losses, weights, threshold and report.
@Suite struct PublishedNotebookTests {
    private static let names = ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias"]
    private static let configuration = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("notebooks-md/configs/focal-loss/reproduction.yaml").path

    @Test func figuresAreThePublishedOnes() throws {
        let directory = try TemporaryDirectory()
        let golden = try Golden("notebook")
        let data = directory.file("fraud.h5")
        try Self.makeData(at: data)
        let node = try ConfigNode.load(path: Self.configuration, overrides: ["data.path=\(data)"])
        let run = try DecodedRun(node, registries: .standard())
        let folder = RunFolder(path: directory.file("run"))
        _ = try TrainingSession(run, name: "notebook", folder: folder, resuming: false).run()

        let splits = try HDF5File.open(folder.splitsPath)
        for part in ["train", "test"] {
            let rows = try splits.dataset("\(part)/row").read(as: Int64.self).values.map(Int.init)
            #expect(try rows == golden.integers("\(part)_index").values)
        }

        let history = try folder.history()
        try Self.expectAgreement(history.compactMap(\.batchMeanLoss), golden, "epoch_loss", relative: 1e-5)
        try Self.expectAgreement(history.map(\.loss), golden, "epoch_loss_example_weighted", relative: 1e-5)
        let printed = history.compactMap(\.batchMeanLoss).map { String(format: "%.4f", $0) }
        #expect(
            printed == [
                "0.0292", "0.0067", "0.0060", "0.0057", "0.0055", "0.0053", "0.0052", "0.0050", "0.0049", "0.0048",
            ])

        let model = try TrainedModel(path: folder.path, registries: .standard())
        for (parameter, name) in zip(model.learner.parameters, Self.names) {
            expectClose(
                parameter.value.doubles(), try golden.doubles("final/\(name)").values, relative: 1e-3,
                absolute: 1e-4, name)
        }
        let predictions = try model.evaluate(dataset: data, part: .test).predictions
        let threshold = try #require(BestF1Threshold(config: .init())(predictions).threshold)
        #expect(String(format: "%.3f", threshold) == "0.322")
        predictions.threshold = threshold
        let report = ClassificationReport(ConfusionCounts(predictions), classNames: ["0", "1"]).text(digits: 2)
        #expect(report == (try golden.strings("report_text").values[0]))
    }

    /// The initial weights, bit for bit: PyTorch's for the seed.
    @Test func initialWeightsArePyTorchs() throws {
        let directory = try TemporaryDirectory()
        let golden = try Golden("notebook")
        let data = directory.file("fraud.h5")
        try Self.makeData(at: data)
        let node = try ConfigNode.load(
            path: Self.configuration, overrides: ["data.path=\(data)"])
        let experiment = try Experiment(DecodedRun(node, registries: .standard()), name: "notebook")
        let parameters = experiment.learner.parameters
        #expect(parameters.count == Self.names.count)
        for (parameter, name) in zip(parameters, Self.names) {
            #expect(parameter.value.doubles() == (try golden.doubles("initial/\(name)").values), "\(name)")
        }
    }

    private static func makeData(at path: String) throws {
        var registry = Registry<any DatasetGenerator, Void>(kind: "generator")
        try registry.registerStandardGenerators()
        let settings: ConfigNode = .section([
            "n_samples": .integer(12_000), "n_features": .integer(12), "n_informative": .integer(5),
            "n_redundant": .integer(3), "weights": .list([.number(0.985), .number(0.015)]), "flip_y": .number(0.001),
        ])
        let generator = try registry.build(ComponentReference("classification", settings: settings), context: ())
        try generator.generate(seed: 2010, to: path)
    }

    private static func expectAgreement(
        _ values: [Double], _ golden: Golden, _ name: String, relative: Double
    ) throws {
        expectClose(values, try golden.doubles(name).values, relative: relative, absolute: 0)
    }
}
