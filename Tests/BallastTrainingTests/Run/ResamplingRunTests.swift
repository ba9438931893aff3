import Ballast
import Foundation
import TestSupport
import Testing

@Suite struct ResamplingRunTests {
    private func description(_ fixture: RunFixture) throws -> RunDescription {
        try JSONText.decode(
            RunDescription.self, from: String(contentsOfFile: fixture.folder("run").runPath, encoding: .utf8))
    }

    @Test(arguments: [
        ("smote", [4182, 4182], 3731), ("{type: random_over, ratio: 0.5}", [4182, 2091], 0),
        ("{type: random_over, shrinkage: 0.3}", [4182, 4182], 3731), ("random_under", [451, 451], 0),
        ("{type: near_miss, version: 1, counts: {0: 600}}", [600, 451], 0),
    ])
    func theRecordSaysWhatWasDone(sampler: String, after: [Int], made: Int) throws {
        let fixture = try RunFixture()
        var heard: ResamplingRecord?
        let summary = try fixture.train(
            ["training.epochs=1", "sampler=\(sampler)"], in: "run",
            listener: { if case .resampled(let record) = $0 { heard = record } })
        let record = try #require(summary.resampling)
        #expect(record.countsBefore == [4182, 451] && record.countsBefore == summary.trainingCounts)
        #expect(record.countsAfter == after)
        #expect(record.madeRows == made)
        #expect(record.sampler == summary.sampler)
        #expect(record.seconds > 0)
        #expect(heard == record)
        #expect(try description(fixture).resampling == record)
        #expect(try fixture.folder("run").summary() == summary)
        let batches = (after.reduce(0, +) + 511) / 512
        #expect(summary.steps == batches)
    }

    @Test func otherSamplersLeaveNoRecord() throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(["training.epochs=1", "sampler=class_balanced"], in: "run")
        #expect(try summary.resampling == nil && description(fixture).resampling == nil)
    }

    /// Validation and test have the rows that they have without a resampler, and so have the splits' records.
    @Test func onlyTrainingRowsAreResampled() throws {
        let fixture = try RunFixture()
        try fixture.train(["training.epochs=1"], in: "plain")
        try fixture.train(["training.epochs=1", "sampler=smote"], in: "smote")
        let files = try ["plain", "smote"].map { try HDF5File.open(fixture.folder($0).splitsPath) }
        for split in ["train", "validation", "test"] {
            let rows = try files.map { try $0.dataset("\(split)/row").read(as: Int.self).values }
            #expect(rows[0] == rows[1])
        }
    }

    /// A loss that weights classes by their numbers is told of the set that is trained on, also when it is read back.
    @Test func classWeightsAreThoseOfTheNewSet() throws {
        let fixture = try RunFixture()
        let loss = ["loss=balanced_softmax", "training.epochs=1", "training.select=last"]
        try fixture.train(loss + ["sampler=random_over"], in: "run")
        let checkpoint = try Checkpoint.read(fixture.folder("run").checkpointPath)
        #expect(checkpoint.task.trainingCounts == [4182, 451])
        #expect(checkpoint.task.resampledCounts == [4182, 4182])
        let model = try TrainedModel(path: fixture.folder("run").path, registries: .standard())
        let scores = model.scores(try model.evaluate(dataset: RunFixture.satImage, split: .all))
        // Equal counts shift no logit, so the loss of evaluation is plain cross-entropy.
        try fixture.train(
            ["loss=cross_entropy", "training.epochs=1", "training.select=last", "sampler=random_over"], in: "plain")
        let plain = try TrainedModel(path: fixture.folder("plain").path, registries: .standard())
        let expected = plain.scores(try plain.evaluate(dataset: RunFixture.satImage, split: .all))
        expectClose(
            try #require(scores["loss"]?.scalar), try #require(expected["loss"]?.scalar), relative: 1e-4)
    }

    @Test func aSeedGivesOneResult() throws {
        let fixture = try RunFixture()
        let settings = ["training.epochs=1", "sampler=adasyn"]
        let first = try fixture.train(settings, in: "first")
        let threads = try fixture.train(settings + ["threads=1"], in: "second")
        #expect(first.resampling?.countsAfter == threads.resampling?.countsAfter)
        #expect(try fixture.train(settings, in: "third").test == first.test)
        #expect(try fixture.train(settings + ["sampler.seed=9"], in: "other").test != first.test)
    }

    @Test func whatDoesNotSuitTheRowsIsRefusedBeforeAnythingIsWritten() throws {
        let fixture = try RunFixture()
        expectError(
            "--set sampler.k_neighbors=500: sampler.k_neighbors: is 500, but class 4 has 451 training rows, which give a row "
                + "450 neighbours at most: set k_neighbors to 450 or less, or leave the class as it is by classes or counts"
        ) { try fixture.train(["sampler=smote", "sampler.k_neighbors=500"], in: "run") }
        expectError(
            "smote makes rows of what comes out of standardise, before which mixup would have changed them: put mixup behind "
                + "standardise in transforms"
        ) { try fixture.train(["sampler=smote", "transforms=[mixup, standardise]"], in: "run") }
        #expect(!fixture.folder("run").isInUse)
    }
}
