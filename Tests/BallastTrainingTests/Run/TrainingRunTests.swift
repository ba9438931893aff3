import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct TrainingRunTests {
    @Test func trainingLearns() throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(["training.epochs=12", "training.batch_size=128"], in: "run")
        // One row in ten is of the class of interest, so a score without skill is 0.1.
        let precision = try #require(summary.test["average_precision"]?.scalar)
        #expect(precision > 0.3)
        let history = try fixture.folder("run").history()
        #expect(history.count == 12)
        #expect(history[11].loss < history[0].loss)
    }

    @Test func aSeedGivesOneResult() throws {
        let fixture = try RunFixture()
        let first = try fixture.train(in: "first")
        let second = try fixture.train(in: "second")
        let other = try fixture.train(["seed=4"], in: "other")
        #expect(first.test == second.test)
        #expect(first.test != other.test)
    }

    @Test func parametersOfALossAreTrainedAndSaved() throws {
        let fixture = try RunFixture()
        try fixture.train(["loss={type: fal}", "training.epochs=1"], in: "one")
        try fixture.train(["loss={type: fal}", "training.epochs=2"], in: "two")
        let one = try Checkpoint.read(fixture.folder("one").checkpointPath)
        let two = try Checkpoint.read(fixture.folder("two").checkpointPath)
        #expect(one.loss["anchors"]?.shape == [2, 6])
        #expect(one.loss["anchors"] != two.loss["anchors"])
        #expect(one.optimizer.keys.contains("loss/anchors/sum"))
    }

    @Test func aLossRateFactorOfZeroKeepsTheLossAsItBegan() throws {
        let fixture = try RunFixture()
        let still = ["loss={type: fal}", "training.loss_rate_factor=0"]
        try fixture.train(still + ["training.epochs=1"], in: "one")
        try fixture.train(still + ["training.epochs=2"], in: "two")
        let one = try Checkpoint.read(fixture.folder("one").checkpointPath)
        let two = try Checkpoint.read(fixture.folder("two").checkpointPath)
        #expect(one.loss == two.loss)
        #expect(one.model != two.model)
    }

    @Test func splitsAreRecordedAndDisjoint() throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(["training.epochs=1"], in: "run")
        let file = try HDF5File.open(fixture.folder("run").splitsPath)
        var seen: Set<Int> = []
        var total = 0
        for split in ["train", "validation", "test"] {
            let rows = try file.dataset("\(split)/row").read(as: Int.self).values
            seen.formUnion(rows)
            total += rows.count
        }
        #expect(seen.count == total)
        #expect(total == 6435)
        #expect(try file.dataset("train/class_counts").read(as: Int.self).values == summary.trainingCounts)
    }

    @Test func theBestEpochIsTested() throws {
        let fixture = try RunFixture()
        // A rate that rises beyond all measure spoils the later epochs.
        let summary = try fixture.train(
            [
                "training.epochs=6", "optimizer={type: sgd, learning_rate: 0.1}",
                "training.batch_size=64",
                "schedule={type: step_decay, milestones: [2], gamma: 20}",
            ], in: "run")
        let history = try fixture.folder("run").history()
        let values = history.compactMap { $0.validation["balanced_accuracy"]?.scalar }
        #expect(summary.bestValue == values.max())
        #expect(summary.bestEpoch == values.firstIndex(of: values.max() ?? 0))
        #expect(summary.validation["balanced_accuracy"]?.scalar == summary.bestValue)
        #expect(summary.selected == "best")
    }

    @Test(arguments: ["best", "last"]) func evaluationKnowsHowFarTrainingHasCome(select: String) throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(
            ["loss=epoch_as_loss", "training.select=\(select)", "training.monitor=accuracy"], in: "run")
        #expect(try fixture.folder("run").history().map { $0.validation["loss"] } == [0, 1, 2].map { .scalar($0) })
        let tested = select == "best" ? try #require(summary.bestEpoch) : 2
        #expect(summary.test["loss"] == .scalar(Double(tested)))
    }

    @Test func patienceEndsARun() throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(
            ["training.epochs=50", "training.patience=2", "optimizer={type: sgd, learning_rate: 1.0e-30}"], in: "run")
        #expect(summary.epochs == 3)
        #expect(summary.bestEpoch == 0)
    }

    @Test func aLossThatIsNoNumberStopsTheRun() throws {
        let fixture = try RunFixture()
        let error = #expect(throws: TrainingError.self) {
            try fixture.train(
                [
                    "optimizer={type: sgd, learning_rate: 0.1}", "training.epochs=9",
                    "schedule={type: step_decay, milestones: [1], gamma: 1.0e+38}",
                ], in: "run")
        }
        let checkpoint = fixture.folder("run").checkpointPath
        let text = String(describing: try #require(error))
        #expect(text.contains("the last good checkpoint is \(checkpoint)"))
        #expect(text.contains("step"))
        // What was saved is still good.
        let saved = try Checkpoint.read(checkpoint)
        #expect(saved.epoch == 1)
        for snapshot in saved.model.values {
            if case .float32(let values) = snapshot.values { #expect(!values.contains { !$0.isFinite }) }
        }
    }

    @Test func evaluationOfARunGivesItsOwnTestResult() throws {
        let fixture = try RunFixture()
        try fixture.train(["data.test_fraction=null", "data.test_split=all", "training.select=last"], in: "run")
        let summary = try fixture.folder("run").summary()
        let model = try TrainedModel(path: fixture.folder("run").path, registries: .standard())
        let scores = model.scores(try model.evaluate(dataset: RunFixture.satImage, split: .all))
        #expect(scores == summary.test)
    }
}
