import Ballast
import BallastTensorBoard
import Foundation
import Testing
import TestSupport

@Suite struct TensorBoardResumeTests {
    /// Each curve of a run that was cut off has the points of one that was not, each once.
    private func expectSameCurves(_ name: String, as whole: String, in run: LoggedRun) throws {
        let points = try run.values(name).map { "\($0.step) \($0.value.tag)" }
        let expected = try run.values(whole).map { "\($0.step) \($0.value.tag)" }
        #expect(points.sorted() == expected.sorted())
        for tag in ["train/loss", "validation/loss", "test/loss"] {
            let (left, right) = (try run.curve(tag, of: name), try run.curve(tag, of: whole))
            #expect(left.map(\.step) == right.map(\.step) && left.map(\.value) == right.map(\.value), "\(tag)")
        }
    }

    /// Stopped before the first epoch's end, in the middle of one, and at its last step (five steps an epoch).
    @Test(arguments: [2, 7, 10])
    func aResumedRunGoesOnInANewFile(steps: Int) throws {
        let run = try LoggedRun()
        try run.train(in: "whole")
        #expect(throws: TrainingError.self) { try run.train(in: "cut", stopAfter: steps) }
        try run.train(in: "cut", resuming: true)
        #expect(try run.eventFiles("cut").count == 2)
        try expectSameCurves("cut", as: "whole", in: run)

        let finished = try run.folder("cut").history().last { $0.step <= steps - 1 }?.step ?? -1
        let start = try #require(
            try EventFile.events(run.eventFiles("cut")[1]).first { $0.sessionLog.status == .start })
        #expect(Int(start.step) == finished + 1)
    }

    /// As if the process had died after the checkpoint and before the events were written, or with half of one.
    @Test(arguments: [0, 40, 100_000])
    func pointsThatWereNotWrittenAreMadeUpFor(missing bytes: Int) throws {
        let run = try LoggedRun()
        try run.train(in: "whole")
        #expect(throws: TrainingError.self) { try run.train(in: "cut", stopAfter: 12) }
        let path = try run.eventFiles("cut")[0]
        let content = try TemporaryDirectory.bytes(path)
        try TemporaryDirectory.write(Array(content.dropLast(bytes)), to: path)
        try run.train(in: "cut", resuming: true)
        for tag in ["train/loss", "validation/loss", "train/focal"] {
            let (left, right) = (try run.curve(tag, of: "cut"), try run.curve(tag, of: "whole"))
            #expect(left.map(\.step) == right.map(\.step) && left.map(\.value) == right.map(\.value), "\(tag)")
        }
        #expect(try run.values("cut").filter { $0.value.tag == "_hparams_/session_start_info" }.count == 1)
    }

    /// A file that was being written to is readable up to its last epoch.
    @Test func anInterruptedRunLeavesAReadableFile() throws {
        let run = try LoggedRun()
        #expect(throws: TrainingError.self) { try run.train(in: "cut", stopAfter: 12) }
        let bytes = Data(try TemporaryDirectory.bytes(run.eventFiles("cut")[0]))
        #expect(RecordFraming.contents(of: bytes).isWhole)
        #expect(try run.curve("train/loss", of: "cut").map(\.step) == [5, 10])
    }

    @Test func eventsCanBeAskedForLater() throws {
        let run = try LoggedRun()
        #expect(throws: TrainingError.self) {
            try run.train(["log.tensorboard=false"], in: "cut", stopAfter: 12)
        }
        try run.train(in: "cut", resuming: true)
        #expect(try run.eventFiles("cut").count == 1)
        #expect(try run.curve("train/loss", of: "cut").map(\.step) == [5, 10, 15])
    }

    @Test func aFinishedRunThatIsResumedWritesNothing() throws {
        let run = try LoggedRun()
        try run.train(in: "run")
        try run.train(in: "run", resuming: true)
        #expect(try run.eventFiles("run").count == 1)
    }
}
