import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct SweepCommandTests {
    @Test func aGridNamesTheBestPointAndWhy() throws {
        let directory = try TemporaryDirectory()
        let config = try write(
            "{grid: {loss.gamma: [0, 2], optimizer.learning_rate: [0.05, 1.0e-5]}, seeds: 2, metric: average_precision}",
            in: directory)
        let ran = try Program.run(["sweep", config, "--out", "sweep"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        #expect(ran.errors.contains("round 1: 8 of 8 runs finished"))
        let result = try result(directory.file("sweep"))
        let round = try #require(result.rounds.first)
        #expect(result.rounds.count == 1 && round.count == 4 && result.direction == "higher")
        #expect(round.map(\.mean) == round.map(\.mean).sorted { ($0 ?? 0) > ($1 ?? 0) })
        let best = try #require(result.best)
        // The rate of a hundred-thousandth learns nothing in two epochs.
        #expect(best.settings["optimizer.learning_rate"] == "0.05")
        #expect(best.point == round[0].point && best.values.count == 2 && best.standardError != nil)
        #expect(result.reason.hasPrefix("the highest mean average_precision on validation over 2 seeds: \(best.text)"))
        #expect(result.reason.contains("the next best is point \(round[1].point) with \(round[1].text)"))
        #expect(ran.output.contains(result.reason))

        // Values are those of validation, of runs like any other, and the best one's configuration is a run's.
        let runs = (0..<2).map { RunFolder(path: directory.file("sweep/point-00\(best.point)/seed-\($0)")) }
        #expect(try runs.map { try $0.summary().validation["average_precision"]?.scalar } == best.values)
        let again = try Program.run(
            ["train", "sweep/best.yaml", "--out", "again", "--quiet"], in: directory)
        #expect(again.code == 0, "\(again.errors)")
        #expect(try RunFolder(path: directory.file("again")).summary().validation == runs[0].summary().validation)
    }

    @Test func killedOrSharedASweepEndsAlike() throws {
        let directory = try TemporaryDirectory()
        let config = try write(
            """
            {random: {points: 5, seed: 3, space: {optimizer.learning_rate: {log: [1.0e-3, 0.1]}, model.hidden:
             {choice: [[4], [8]]}}}, halving: {first_epochs: 2, factor: 2}}
            """, in: directory, epochs: 6)
        let whole = try Program.run(["sweep", config, "--out", "whole", "--quiet", "--jobs", "1"], in: directory)
        #expect(whole.code == 0, "\(whole.errors)")
        let expected = try result(directory.file("whole"))
        #expect(expected.rounds.map(\.count) == [5, 3, 2])
        #expect(expected.rounds.map { $0.first?.epochs } == [2, 4, 6])
        for (earlier, later) in zip(expected.rounds, expected.rounds.dropFirst()) {
            #expect(Set(later.map(\.point)) == Set(earlier.prefix(later.count).map(\.point)))
        }

        for (delay, signal) in [(0.3, SIGKILL), (0.4, SIGINT)] {
            let process = try Program.start(["sweep", config, "--out", "cut", "--quiet"], in: directory)
            Thread.sleep(forTimeInterval: delay)
            kill(process.processIdentifier, signal)
            process.waitUntilExit()
        }
        let ended = try Program.run(["sweep", config, "--out", "cut", "--quiet"], in: directory)
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(try bytes("cut/sweep.json", directory) == bytes("whole/sweep.json", directory))

        // Shares in turn: a round needs the runs of all before the next one begins.
        let early = try Program.run(["sweep", config, "--out", "shared", "--collect"], in: directory)
        #expect(early.code == 64 && early.errors.contains("5 of 5 runs in shared are not finished: point-000/seed-0"))
        for _ in 0..<3 {
            for index in ["0", "1"] {
                let share = try Program.run(
                    ["sweep", config, "--out", "shared", "--index", index, "--of", "2", "--quiet"], in: directory)
                #expect(share.code == 0, "\(share.errors)")
            }
        }
        let collected = try Program.run(["sweep", config, "--out", "shared", "--collect"], in: directory)
        #expect(collected.code == 0, "\(collected.errors)")
        #expect(try bytes("shared/sweep.json", directory) == bytes("whole/sweep.json", directory))
    }

    @Test func aTrainingThatBreaksDownCostsItsPointAlone() throws {
        let directory = try TemporaryDirectory()
        let config = try write(
            "{grid: {optimizer: [{type: sgd, learning_rate: 1.0e38}, {type: adagrad, learning_rate: 0.05}]}}",
            in: directory)
        let ran = try Program.run(["sweep", config, "--out", "sweep", "--set", "loss=cross_entropy"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        let result = try result(directory.file("sweep"))
        #expect(result.best?.point == 1)
        #expect(result.rounds[0][1].mean == nil && result.rounds[0][1].failures.count == 1)
        #expect(ran.output.contains("0 of 1, 1 failed"))

        let alone = try write(
            "{grid: {optimizer: [{type: sgd, learning_rate: 1.0e38}]}}", in: directory)
        let none = try Program.run(["sweep", alone, "--out", "none", "--set", "loss=cross_entropy"], in: directory)
        #expect(none.code == 70)
        #expect(none.errors.contains("no point has a value of balanced_accuracy on validation for every seed"))
    }

    /// A search, and every complaint about it, with the line and column of `search: …` in the file.
    static let faults: [(search: String, words: [String])] = [
        (
            "{grid: {loss.gama: [1], optimizer.learning_rate: [0.1, -1]}}",
            [
                "run.yaml:9:29: loss.gama: unknown key; loss fal has beta, gamma",
                "run.yaml:9:64: optimizer.learning_rate: out of range: got -1; must be a number > 0",
            ]
        ),
        ("{}", ["search.grid: is empty, and there is no random either: nothing is searched"]),
        ("{grid: {loss.gamma: 3}}", ["run.yaml:9:29: search.grid.loss.gamma: lists no values"]),
        (
            "{random: {points: 3, space: {loss.gamma: {log: [0, 1]}}}}",
            ["search.random.space.loss.gamma: is no range: got {log: [0, 1]}; must be one of {linear: [low, high]}"]
        ),
        (
            "{grid: {loss.gamma: [1]}, metric: auc}",
            ["search.metric: is auc, which is not among loss, balanced_accuracy, average_precision"]
        ),
        (
            "{grid: {loss.gamma: [1], seed: [1, 2]}}",
            ["search: cannot vary seed; several seeds are had by search.seeds"]
        ),
        (
            "{grid: {training.epochs: [1]}, halving: {first_epochs: 1}}",
            ["search: cannot vary training.epochs, which halving sets"]
        ),
        (
            "{grid: {data.validation_fraction: [0]}}",
            ["search: compares on validation, but data.validation_fraction is 0"]
        ),
        (
            "{grid: {loss.gamma: [1]}, random: {points: 1, space: {loss.gamma: {linear: [0, 1]}}}}",
            ["search.grid: has loss.gamma, which random draws as well"]
        ),
    ]

    @Test(arguments: faults)
    func whatIsWrongIsSaidBeforeAnythingIsTrained(search: String, words: [String]) throws {
        let directory = try TemporaryDirectory()
        let config = try write(search, in: directory)
        let result = try Program.run(["sweep", config, "--out", "sweep"], in: directory)
        #expect(result.code == 64)
        for words in words { #expect(result.errors.contains(words), "\(result.errors)") }
        #expect(!FileManager.default.fileExists(atPath: directory.file("sweep")))
    }

    @Test func commandLinesThatCannotBeAreRefused() throws {
        let directory = try TemporaryDirectory()
        let config = try write("{grid: {loss.gamma: [1]}}", in: directory)
        for (arguments, words) in [
            (
                ["train", config],
                "search: is for `ballast sweep` and `ballast cv`; leave it out here with --set search=null"
            ),
            (["sweep", config, "--index", "2", "--of", "2"], "--index must be 0 to 1 with --of 2, got 2"),
            (["sweep", config, "--index", "0"], "--index and --of go together"),
            (["sweep", config, "--set", "search=null"], "search: is missing: there is nothing to sweep"),
        ] {
            let result = try Program.run(arguments, in: directory)
            #expect(result.code == 64 && result.errors.contains(words), "\(result.errors)")
        }
        #expect(try Program.run(["sweep", config, "--out", "sweep", "--quiet"], in: directory).code == 0)
        let other = try Program.run(
            ["sweep", config, "--out", "sweep", "--set", "training.batch_size=99"], in: directory)
        #expect(other.code == 64)
        #expect(
            other.errors.contains(
                "sweep/point-000/seed-0.yaml was made with another configuration: training.batch_size is 99, was 256"))
    }

    /// Adds a search in line 9 to a configuration of a short run.
    private func write(_ search: String, in directory: TemporaryDirectory, epochs: Int = 2) throws -> String {
        let path = try Program.writeConfiguration(in: directory, epochs: epochs)
        let base = try String(contentsOfFile: path, encoding: .utf8)
        try (base + "\n\nsearch: \(search)\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func result(_ folder: String) throws -> SweepResult {
        try JSONText.decode(
            SweepResult.self, from: String(contentsOfFile: SweepFolder(path: folder).resultPath, encoding: .utf8))
    }

    private func bytes(_ file: String, _ directory: TemporaryDirectory) throws -> [UInt8] {
        try TemporaryDirectory.bytes(directory.file(file))
    }
}
