import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct ResumeTests {
    /// Each touches another part of the state: the loss's own parameters, FAML's window, mixing, momentum, sampling,
    /// training sets with made rows and with chosen ones,
    /// orders that depend on the model.
    static let variants: [[String]] = [
        [],
        [
            "loss={type: fal}", "sampler=class_balanced", "optimizer={type: adam, learning_rate: 0.01}",
            "threshold=best_f1",
        ],
        ["loss={type: faml, n: 4}", "optimizer={type: sgd, learning_rate: 0.02, momentum: 0.9}"],
        [
            "transforms=[standardise, mixup]", "weighting={type: effective_number, start_epoch: 1}",
            "sampler={type: weighted, weights: [1, 9]}",
        ],
        ["sampler={type: smote, ratio: 0.5}", "transforms=[standardise, mixup]"],
        ["sampler={type: near_miss, version: 2, ratio: 0.2}"],
        ["sampler=half_learnt_worst", "training.batch_size=256"],
        [
            "data.chunked_shuffle={window_megabytes: 1, block_kilobytes: 64}", "data.resident_megabytes=0",
            "transforms=[standardise, mixup]",
        ],
    ]

    /// Interrupted after the first step, in mid-epoch, before and after the last step of an epoch, and twice.
    static let interruptions: [[Int]] = [[1], [4], [9], [10], [12, 2]]

    @Test(arguments: variants, interruptions)
    func anInterruptedRunEndsLikeAWholeOne(overrides: [String], interruptions: [Int]) throws {
        let fixture = try RunFixture()
        let whole = try fixture.train(overrides, in: "whole")

        for (attempt, limit) in interruptions.enumerated() {
            var steps = 0
            #expect(throws: TrainingError.interrupted(checkpoint: fixture.folder("cut").checkpointPath)) {
                try fixture.train(overrides, in: "cut", resuming: attempt > 0) {
                    steps += 1
                    return steps >= limit
                }
            }
        }
        let resumed = try fixture.train(overrides, in: "cut", resuming: true)

        #expect(resumed.test == whole.test)
        #expect(resumed.validation == whole.validation)
        try expectSameState(fixture.folder("cut"), fixture.folder("whole"))
    }

    /// Settings that came later are not in an old checkpoint.
    @Test func aCheckpointWithoutNewSettingsIsContinued() throws {
        let fixture = try RunFixture()
        let whole = try fixture.train(in: "whole")
        #expect(throws: TrainingError.self) {
            var steps = 0
            try fixture.train(in: "cut") {
                steps += 1
                return steps >= 5
            }
        }
        let path = fixture.folder("cut").checkpointPath
        var checkpoint = try Checkpoint.read(path)
        let lines = checkpoint.config.split(separator: "\n", omittingEmptySubsequences: false)
        let older = lines.filter { !["threshold: null", "adjusted: false"].contains($0.drop { $0 == " " }) }
        #expect(older.count < lines.count)
        checkpoint.config = older.joined(separator: "\n")
        try checkpoint.write(to: path)
        #expect(try fixture.train(in: "cut", resuming: true).test == whole.test)
    }

    @Test func aRunKilledBeforeItsFirstCheckpointStartsAnew() throws {
        let fixture = try RunFixture()
        let whole = try fixture.train(in: "whole")
        _ = try TrainingSession(fixture.decode(), name: "cut", folder: fixture.folder("cut"), resuming: false)
        // What a process leaves that is killed while it writes the checkpoint.
        let half = fixture.folder("cut").path + "/.checkpoint.h5.1-2.partial"
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: half))
        let resumed = try fixture.train(in: "cut", resuming: true)
        #expect(resumed.test == whole.test)
        #expect(!FileManager.default.fileExists(atPath: half))
    }

    @Test func aRunKilledBetweenCheckpointAndMetricsLosesNoLine() throws {
        let fixture = try RunFixture()
        try fixture.train(in: "whole")
        #expect(throws: TrainingError.self) {
            var steps = 0
            try fixture.train(in: "cut") {
                steps += 1
                return steps >= 15
            }
        }
        // As if the process had died before the last line was written, or after half of it.
        try "".write(toFile: fixture.folder("cut").metricsPath, atomically: true, encoding: .utf8)
        try fixture.train(in: "cut", resuming: true)
        try expectSameState(fixture.folder("cut"), fixture.folder("whole"))
    }

    /// Damage that HDF5 does not see.
    @Test func anOrderThatCannotBeIsRefused() throws {
        let fixture = try RunFixture()
        let overrides = ["sampler=half_learnt_worst"]
        var steps = 0
        #expect(throws: TrainingError.self) {
            try fixture.train(overrides, in: "cut") {
                steps += 1
                return steps >= 4
            }
        }
        let path = fixture.folder("cut").checkpointPath
        let sound = try Checkpoint.read(path)
        let order = try #require(sound.order)
        for (broken, problem) in [([order[0], 1 << 40], "visits row 1099511627776 of"), (nil, "lacks /order")] {
            var checkpoint = sound
            checkpoint.order = broken
            try checkpoint.write(to: path)
            let error = #expect(throws: CheckpointError.self) {
                try fixture.train(overrides, in: "cut", resuming: true)
            }
            #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
        }
    }

    @Test func aFinishedRunResumesToTheSameResult() throws {
        let fixture = try RunFixture()
        let first = try fixture.train(in: "run")
        let again = try fixture.train(in: "run", resuming: true)
        #expect(again.test == first.test)
        #expect(again.steps == first.steps)
    }

    private func expectSameState(_ left: RunFolder, _ right: RunFolder) throws {
        let a = try Checkpoint.read(left.checkpointPath)
        let b = try Checkpoint.read(right.checkpointPath)
        #expect(a.model == b.model)
        #expect(a.loss == b.loss)
        #expect(a.optimizer == b.optimizer)
        #expect(a.random == b.random)
        #expect(a.transforms == b.transforms)
        #expect(a.best == b.best)
        #expect(a.history.map(\.withoutTimes) == b.history.map(\.withoutTimes))
        #expect(try left.history().map(\.withoutTimes) == right.history().map(\.withoutTimes))
    }
}
