import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct CrossValidationCommandTests {
    @Test func everyFoldIsAnOrdinaryRun() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory)
        let ran = try Program.run(["cv", config, "--folds", "3", "--out", "cv"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        #expect(ran.errors.contains("note: the folds take the place of data.test_fraction 0.2"))
        #expect(ran.errors.contains("3/3  run fold-0"))
        let lines = ran.output.split(separator: "\n").map { $0.split(separator: " ").first.map(String.init) ?? "" }
        #expect(lines.prefix(2) == ["fold", "--------------"])
        #expect(lines.dropFirst(2) == ["0", "1", "2", "mean", "standard"])

        let labels = try DatasetFile(path: Program.satImage).split(.all).labels
        let folds = try RowFolds.stratified(labels: labels, foldCount: 3, seed: 0)
        for fold in 0..<3 {
            let splits = try HDF5File.open(directory.file("cv/fold-0\(fold)/splits.h5"))
            let parts = try ["train", "validation", "test"].map {
                try splits.dataset("\($0)/row").read(as: Int.self).values
            }
            #expect(parts[2] == folds.split(fold).test)
            #expect((parts[0] + parts[1]).sorted() == folds.split(fold).train)
        }

        let alone = try Program.run(
            [
                "train", config, "--set", "data.fold={count: 3, index: 1}", "--threads", "1", "--out", "alone",
                "--quiet",
            ],
            in: directory)
        #expect(alone.code == 0, "\(alone.errors)")
        let (one, other) = (RunFolder(path: directory.file("alone")), RunFolder(path: directory.file("cv/fold-01")))
        #expect(try one.summary().test == other.summary().test)
        #expect(try Checkpoint.read(one.checkpointPath).model == Checkpoint.read(other.checkpointPath).model)

        let result = try CrossValidationFolder(path: directory.file("cv")).result()
        #expect(
            result.measures["balanced_accuracy"]?.values[1] == (try other.summary().test["balanced_accuracy"]?.scalar))
        #expect(result.measures["loss"]?.direction == "lower")
        #expect(result.measures["average_precision"]?.direction == "higher")
        #expect(
            result.plan.foldCounts
                == (0..<3).map { fold in
                    (0..<2).map { label in folds.split(fold).test.filter { labels[$0] == label }.count }
                })

        let evaluated = try Program.run(
            ["evaluate", "cv/fold-01", "--data", Program.satImage, "--part", "test", "--threads", "1", "--json"],
            in: directory)
        #expect(evaluated.code == 0, "\(evaluated.errors)")
        #expect(
            try JSONText.decode([String: MetricValue].self, from: evaluated.output)["average_precision"]
                == other.summary().test["average_precision"])
        #expect(try Program.run(["history", "cv/fold-02"], in: directory).output.split(separator: "\n").count == 4)
    }

    @Test func theNumberOfJobsAndAnyKillLeaveTheResultAsItIs() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 25)
        let command = ["cv", config, "--folds", "4", "--quiet"]
        let whole = try Program.run(command + ["--out", "whole", "--jobs", "1"], in: directory)
        #expect(whole.code == 0, "\(whole.errors)")

        let kills = try Program.kill(
            command + ["--out", "cut", "--jobs", "3"], after: [(0.2, SIGKILL), (0.5, SIGKILL), (0.4, SIGTERM)],
            in: directory)
        #expect(kills > 0)
        let ended = try Program.run(command + ["--out", "cut", "--jobs", "3"], in: directory)
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(ended.output == whole.output)
        let file = "cv.json"
        #expect(
            try TemporaryDirectory.bytes(directory.file("cut/\(file)"))
                == TemporaryDirectory.bytes(directory.file("whole/\(file)")))

        let before = try modificationDates(directory.file("cut"))
        let again = try Program.run(command + ["--out", "cut"], in: directory)
        #expect(again.output == whole.output)
        #expect(try modificationDates(directory.file("cut")) == before)
    }

    @Test func anInterruptEndsEveryFoldWithACheckpoint() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 100_000)
        let command = ["cv", config, "--folds", "3", "--out", "cv", "--jobs", "2"]
        let process = try Program.start(command, in: directory)
        let checkpoints = ["cv/fold-00/checkpoint.h5", "cv/fold-01/checkpoint.h5"].map(directory.file)
        let deadline = Date.now.addingTimeInterval(60)
        while !checkpoints.allSatisfy(FileManager.default.fileExists(atPath:)), Date.now < deadline {
            Thread.sleep(forTimeInterval: 0.02)
        }
        kill(process.processIdentifier, SIGINT)
        let result = try Program.finish(process)
        #expect(result.code == 130)
        #expect(result.errors.contains("interrupted with 0 of 3 runs finished; the same command continues"))
        for path in checkpoints { _ = try Checkpoint.read(path) }
        // Nothing is left running: each fold would rewrite its checkpoint all the time.
        let dates = try modificationDates(directory.file("cv"))
        Thread.sleep(forTimeInterval: 0.5)
        #expect(try modificationDates(directory.file("cv")) == dates)
        #expect(!FileManager.default.fileExists(atPath: directory.file("cv/fold-02")))
    }

    @Test func anotherCrossValidationIsNotContinued() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 1)
        func words(_ arguments: [String]) throws -> String {
            let result = try Program.run(["cv", config, "--quiet"] + arguments, in: directory)
            #expect(result.code == 64, "\(result.errors)")
            return result.errors
        }
        #expect(try Program.run(["cv", config, "--folds", "2", "--out", "cv"], in: directory).code == 0)
        let changed = try words(["--folds", "2", "--out", "cv", "--set", "loss.gamma=2"])
        #expect(changed == "error: cv/config.yaml was made with another configuration: loss.gamma is 2.0, was 1.0\n")
        let folds = try words(["--folds", "3", "--out", "cv"])
        #expect(
            folds == "error: cv/plan.json was made with another configuration: the number of folds is 3, was 2\n")
        let threads = try words(["--folds", "2", "--out", "cv", "--threads", "2"])
        #expect(threads.contains("threads is 2, was 1"))
        #expect(try words(["--folds", "2", "--out", "cv/fold-00"]).contains("holds a run, not a cross-validation"))

        // A fold that someone has trained by hand with other settings.
        try FileManager.default.removeItem(atPath: directory.file("cv/fold-01"))
        let byHand = [
            "train", config, "--set", "data.fold={count: 2, index: 1}", "--set", "loss.gamma=3", "--threads", "1",
        ]
        #expect(try Program.run(byHand + ["--out", "cv/fold-01"], in: directory).code == 0)
        #expect(try words(["--folds", "2", "--out", "cv"]).contains("cv/fold-01/config.yaml was made with another"))
    }

    private func modificationDates(_ folder: String) throws -> [String: Date] {
        let files = FileManager.default
        var dates: [String: Date] = [:]
        for name in try files.subpathsOfDirectory(atPath: folder)
        where name.hasSuffix("summary.json") || name.hasSuffix("checkpoint.h5") {
            dates[name] = try files.attributesOfItem(atPath: "\(folder)/\(name)")[.modificationDate] as? Date
        }
        return dates
    }
}
