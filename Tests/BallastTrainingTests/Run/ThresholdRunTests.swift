import Ballast
import Foundation
import Testing
import TestSupport

/// The threshold of decisions in a run: chosen on validation, used on test.
@Suite struct ThresholdRunTests {
    private static let settings = [
        "training.epochs=2", "training.batch_size=128", "training.select=last", "metrics=[f1, balanced_accuracy]",
    ]

    @Test func theTestIsDecidedAtTheThresholdOfValidation() throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(Self.settings + ["threshold=best_f1"], in: "run")
        let plain = try fixture.train(Self.settings, in: "plain")
        let threshold = try #require(summary.validation["threshold"]?.scalar)
        #expect(summary.test["threshold"] == .scalar(threshold))
        #expect(plain.test["threshold"] == nil)
        // The same weights, decided otherwise.
        #expect(summary.test["loss"] == plain.test["loss"])
        #expect(summary.test["f1"] != plain.test["f1"])
        let (best, argmax) = (summary.validation["f1"]?.scalar, plain.validation["f1"]?.scalar)
        #expect(try #require(best) > #require(argmax))
        // An epoch is validated at the threshold that it would choose itself.
        let history = try fixture.folder("run").history()
        #expect(history.allSatisfy { $0.validation["threshold"]?.scalar != nil })
        #expect(history.last?.validation["threshold"] == .scalar(threshold))
    }

    @Test func aRunFolderBringsItsThreshold() throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(Self.settings + ["threshold=youden"], in: "run")
        let folder = fixture.folder("run")
        let model = try TrainedModel(path: folder.path, registries: .standard())
        let threshold = try #require(summary.validation["threshold"]?.scalar)
        #expect(model.threshold == threshold)
        let evaluation = try model.evaluate(dataset: RunFixture.satImage, split: .all)
        let scores = evaluation.predictions.scores(of: 1)
        #expect(evaluation.predictions.predictedClasses == scores.map { $0 >= threshold ? 1 : 0 })
        #expect(model.scores(evaluation)["threshold"] == .scalar(threshold))

        let checkpoint = try TrainedModel(path: folder.checkpointPath, registries: .standard())
        #expect(checkpoint.threshold == nil)
        let plain = try checkpoint.evaluate(dataset: RunFixture.satImage, split: .all)
        #expect(plain.predictions.predictedClasses == scores.map { $0 > 0.5 ? 1 : 0 })
        #expect(checkpoint.scores(plain)["threshold"] == nil)
    }

    @Test func aThresholdNeedsValidation() throws {
        let fixture = try RunFixture()
        let error = #expect(throws: ConfigError.self) {
            try fixture.decode(["data.validation_fraction=0", "training.select=last", "threshold=youden"])
        }
        #expect(
            String(describing: try #require(error))
                .hasSuffix("threshold: is chosen on validation, but data.validation_fraction is 0"))
    }

    @Test func aThresholdNeedsTwoClasses() throws {
        let fixture = try RunFixture()
        let text = fixture.directory.file("three.csv")
        let rows = (0..<60).map { "\($0 % 7),\(["a", "b", "c"][$0 % 3])\n" }.joined()
        try ("x,class\n" + rows).write(toFile: text, atomically: true, encoding: .utf8)
        var registry = Registry<any DatasetImporter, Void>(kind: "importer")
        try registry.registerStandardImporters()
        let importer = try registry.build(ComponentReference("csv"), context: ())
        let path = fixture.directory.file("three.h5")
        try importer.importDataset(ImportRequest(sources: [text]), to: path, overwriting: false)
        let error = #expect(throws: ConfigError.self) {
            try fixture.train(["data.path=\(path)", "training.epochs=1", "threshold=youden"], in: "run")
        }
        #expect(
            String(describing: try #require(error))
                .hasSuffix("threshold: needs two classes, but the data set has 3"))
        #expect(!fixture.folder("run").isInUse)
    }
}
