import Ballast
import Foundation
import Testing
import TestSupport

/// What a training leaves in its folder for pictures of the result.
@Suite struct KeptFilesTests {
    @Test func predictionsGiveTheMetricsOfTheSummaryAgain() throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(["threshold=best_f1", "loss=focal"], in: "run")
        let folder = fixture.folder("run")
        let threshold = try #require(summary.validation["threshold"]?.scalar)
        for (part, scores) in [(RunPart.validation, summary.validation), (.test, summary.test)] {
            let table = try PredictionTable(path: folder.predictionsPath(part))
            let predictions = try #require(table.scores)
            #expect(try predictions.count == folder.classCounts()[part]?.reduce(0, +))
            predictions.threshold = threshold
            let context = MetricContext(classNames: table.classNames, trainingCounts: [1, 1])
            let balanced = try BalancedAccuracy(config: .init(), context: context)
            let precision = try AveragePrecision(config: .init(), context: context)
            #expect(balanced(predictions) == scores["balanced_accuracy"])
            #expect(precision(predictions) == scores["average_precision"])
        }
    }

    /// Of equal seeds the files are equal to the byte, also those of a run that was cut off, and those made afterwards.
    @Test(arguments: [["loss=fal", "threshold=best_f1"], ["data.validation_fraction=0", "training.select=last"]])
    func filesOfEqualSeedsAreEqual(overrides: [String]) throws {
        let fixture = try RunFixture()
        try fixture.train(overrides, in: "whole")
        #expect(throws: TrainingError.self) {
            var steps = 0
            try fixture.train(overrides, in: "cut") {
                steps += 1
                return steps >= 12
            }
        }
        #expect(!FileManager.default.fileExists(atPath: fixture.folder("cut").featuresPath))
        try fixture.train(overrides, in: "cut", resuming: true)
        let (whole, cut) = (fixture.folder("whole"), fixture.folder("cut"))
        let paths: [(RunFolder) -> String] =
            [{ $0.featuresPath }, { $0.predictionsPath(.test) }]
            + (overrides[0] == "loss=fal" ? [{ $0.predictionsPath(.validation) }] : [])
        let expected = try paths.map { try TemporaryDirectory.bytes($0(whole)) }
        #expect(try paths.map { try TemporaryDirectory.bytes($0(cut)) } == expected)

        for path in paths { try TemporaryDirectory.remove(path(cut)) }
        let model = try TrainedModel(path: cut.path, registries: .standard())
        let written = try model.keepPredictions(dataset: RunFixture.satImage)
        #expect(Set(written) == Set(paths.map { $0(cut) }))
        #expect(try paths.map { try TemporaryDirectory.bytes($0(cut)) } == expected)
    }

    @Test func featuresHaveTheAnchorsOfTheLoss() throws {
        let fixture = try RunFixture()
        for (loss, path) in [("fal", "anchors"), ("faml", "anchors"), ("lgm", "centres"), ("focal", nil)] {
            try fixture.train(["loss=\(loss)", "training.select=last"], in: loss)
            let folder = fixture.folder(loss)
            let sample = try FeatureSample(path: folder.featuresPath)
            #expect(sample.part == .test && sample.rowCount == 1287 && sample.width == 6)
            #expect(sample.positions == Array(0..<1287) && sample.features.count == 1287 * 6)
            let weights = try Checkpoint.read(folder.checkpointPath).loss
            if let path {
                #expect(weights[path]?.values == .float32(sample.anchors))
            } else {
                #expect(sample.anchors.isEmpty)
            }
        }
    }

    @Test func rowsOfRareClassesAreAllKept() {
        let labels = (0..<10_000).map { Int32($0 % 1000 == 0 ? 2 : $0 % 10 == 1 ? 1 : 0) }
        let chosen = FeatureSample.chosenPositions(labels: labels, classCount: 3, limit: 600, seed: 4)
        #expect(chosen.count == 600 && chosen == chosen.sorted() && Set(chosen).count == 600)
        let counts = (0..<3).map { label in chosen.filter { labels[$0] == Int32(label) }.count }
        #expect(counts == [295, 295, 10])
        #expect(chosen == FeatureSample.chosenPositions(labels: labels, classCount: 3, limit: 600, seed: 4))
        #expect(chosen != FeatureSample.chosenPositions(labels: labels, classCount: 3, limit: 600, seed: 5))
        #expect(FeatureSample.chosenPositions(labels: [0, 1, 1], classCount: 2, seed: 0) == [0, 1, 2])
    }

    @Test func filesOfAnotherKindAreRefused() throws {
        let fixture = try RunFixture()
        try fixture.train(["training.epochs=1"], in: "run")
        let folder = fixture.folder("run")
        let error = #expect(throws: DataError.self) { try FeatureSample(path: folder.splitsPath) }
        #expect(error?.description.contains("is HDF5, but no sample of features") == true)
        #expect(throws: HDF5Error.self) { try FeatureSample(path: folder.path + "/none.h5") }
        let other = try HDF5File.open(folder.featuresPath, mode: .readWrite)
        try other.setAttribute("version", to: 9)
        try other.close()
        let versioned = #expect(throws: DataError.self) { try FeatureSample(path: folder.featuresPath) }
        #expect(versioned?.description.contains("expected 1, got 9") == true)
    }
}
