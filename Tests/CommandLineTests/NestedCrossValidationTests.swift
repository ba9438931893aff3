import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct NestedCrossValidationTests {
    /// Of every run inside of a fold the recorded rows, and what was fitted and resampled there.
    @Test func noRowOfAnOuterTestReachesAnInnerRun() throws {
        let directory = try TemporaryDirectory()
        let config = try write(
            "{grid: {loss.gamma: [0, 2]}, seeds: 2, metric: average_precision}", sampler: "smote", in: directory,
            epochs: 1)
        let ran = try Program.run(
            ["cv", config, "--folds", "2", "--inner-folds", "2", "--out", "cv", "--quiet"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")

        let labels = try DatasetFile(path: Program.satImage).split(.all).labels
        let columns = try features()
        let folder = CrossValidationFolder(path: directory.file("cv"))
        let outer = try RowFolds.stratified(labels: labels, foldCount: 2, seed: 0)
        for fold in 0..<2 {
            let (test, rest) = (outer.split(fold).test, outer.split(fold).train)
            #expect(try rows(.test, of: folder.fold(fold)) == test)
            let inner = try RowFolds.stratified(labels: rest.map { labels[$0] }, foldCount: 2, seed: 0)
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder.search(fold).path)
                .filter { $0.hasSuffix("/splits.h5") }
            // Two points, two seeds, two inner folds.
            #expect(names.count == 8)
            for name in names {
                let run = RunFolder(
                    path: folder.search(fold).path + "/" + String(name.dropLast("/splits.h5".count)))
                let parts = try RunPart.allCases.map { try rows($0, of: run) }
                #expect(Set(parts.joined()).isDisjoint(with: test))
                #expect(parts.joined().sorted() == rest)
                let index = try #require(run.path.last?.wholeNumberValue)
                #expect(parts[2] == inner.split(index).test.map { rest[$0] })

                let summary = try run.summary()
                let counts = (0..<2).map { label in parts[0].filter { labels[$0] == label }.count }
                #expect(summary.resampling?.countsBefore == counts)
                let checkpoint = try Checkpoint.read(run.checkpointPath)
                let means = try #require(checkpoint.transforms.first { $0.key.hasSuffix("mean") }).value
                let expected = columns.map { column in
                    parts[0].reduce(0.0) { $0 + Double(column[$1]) } / Double(parts[0].count)
                }
                expectClose(means, expected, relative: 1e-9)
            }
        }
    }

    /// Whatever stands in the rows of the outer test, an inner run comes out the same, bit for bit.
    @Test func theContentOfAnOuterTestChangesNothingInside() throws {
        let directory = try TemporaryDirectory()
        _ = try Program.writeConfiguration(in: directory)
        let labels = (0..<120).map { Int32($0 % 3 == 0 ? 1 : 0) }
        let test = try RowFolds.stratified(labels: labels, foldCount: 3, seed: 0).split(1).test
        var outcomes: [(inner: Checkpoint, outer: RunSummary)] = []
        for spoilt in [false, true] {
            let random = NumPyRandom(seed: 7)
            let rows = labels.enumerated().map { row, label in
                let values = (0..<3).map { _ in random.uniform() + Double(label) }
                return (values.map { spoilt && test.contains(row) ? 1e6 * $0 : $0 }.map(\.description) + ["\(label)"])
                    .joined(separator: ",")
            }
            let name = spoilt ? "spoilt" : "sound"
            try (["a,b,c,y"] + rows).joined(separator: "\n")
                .write(toFile: directory.file("\(name).csv"), atomically: true, encoding: .utf8)
            func succeed(_ arguments: [String]) throws {
                let ran = try Program.run(arguments, in: directory)
                #expect(ran.code == 0, "\(ran.errors)")
            }
            try succeed(["data", "import", "csv", "\(name).csv", "\(name).h5", "--label", "y"])
            let train = [
                "train", "run.yaml", "--quiet", "--threads", "1", "--set", "sampler=smote", "--set",
                "data={path: \(name).h5, train_split: all, fold: {count: 3, index: 1}, validation_fraction: 0.2}",
            ]
            try succeed(train + ["--set", "data.inner_fold={count: 2, index: 0}", "--out", "\(name)-inner"])
            try succeed(train + ["--out", "\(name)-outer"])
            outcomes.append(
                (
                    try Checkpoint.read(RunFolder(path: directory.file("\(name)-inner")).checkpointPath),
                    try RunFolder(path: directory.file("\(name)-outer")).summary()
                ))
        }
        #expect(outcomes[0].inner.model == outcomes[1].inner.model)
        #expect(outcomes[0].inner.transforms == outcomes[1].inner.transforms)
        #expect(outcomes[0].outer.test != outcomes[1].outer.test, "the rows were spoilt in vain")
    }

    @Test func everyFoldIsTrainedWithTheBestPointOfItsOwn() throws {
        let directory = try TemporaryDirectory()
        // Nothing is carved for validation: the choice does not need it.
        let config = try write(
            "{grid: {optimizer.learning_rate: [1.0e-5, 0.05], loss.gamma: [0, 1]}}", in: directory,
            validationFraction: 0)
        let ran = try Program.run(["cv", config, "--folds", "3", "--inner-folds", "2", "--out", "cv"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        #expect(ran.errors.contains("27/27  run fold-0"))
        let folder = CrossValidationFolder(path: directory.file("cv"))
        let result = try folder.result()
        let search = try #require(result.search)
        #expect(search.metric == "balanced_accuracy" && search.direction == "higher")
        #expect(search.innerFolds == 2 && search.seeds == 1 && result.plan.innerFoldCount == 2)
        #expect(search.choices.count == 3)
        for (fold, choice) in search.choices.enumerated() {
            let sweep = try JSONText.decode(
                SweepResult.self, from: String(contentsOfFile: folder.search(fold).resultPath, encoding: .utf8))
            #expect(sweep.best == choice && sweep.rounds.count == 1 && sweep.rounds[0].count == 4)
            #expect(sweep.reason.hasPrefix("the highest mean balanced_accuracy over 2 inner folds: \(choice.text)"))
            #expect(sweep.rounds[0].allSatisfy { ($0.mean ?? 2) <= (choice.mean ?? -1) })
            // A point's values are those of the tests of its runs, in the order of the inner folds.
            let runs = (0..<2).map {
                RunFolder(path: "\(folder.search(fold).path)/point-00\(choice.point)/seed-0-fold-\($0)")
            }
            #expect(try runs.map { try $0.summary().test["balanced_accuracy"]?.scalar } == choice.values)
            // The rate of a hundred-thousandth learns nothing in two epochs.
            #expect(choice.settings["optimizer.learning_rate"] == "0.05")
            let trained = try ConfigNode.load(path: folder.fold(fold).configPath)
            #expect(trained["loss"]?["gamma"]?.inlineYAML == (choice.settings["loss.gamma"] == "0" ? "0.0" : "1.0"))
            #expect(trained["data"]?["inner_fold"]?.isNull == true)
            #expect(
                try result.measures["balanced_accuracy"]?.values[fold]
                    == folder.fold(fold).summary().test["balanced_accuracy"]?.scalar)
        }

        let lines = ran.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(
            lines[0] == [
                "fold", "point", "loss.gamma", "optimizer.learning_rate", "average_precision", "balanced_accuracy",
                "loss",
            ])
        #expect(lines[2].prefix(2) == ["0", "\(search.choices[0].point)"])
        #expect(lines[5].first == "mean" && lines[6].prefix(2) == ["standard", "error"])

        // The same fold by hand.
        let byHand = try Program.run(
            ["train", "cv/search/fold-01/best.yaml", "--out", "alone", "--quiet"], in: directory)
        #expect(byHand.code == 0, "\(byHand.errors)")
        #expect(try RunFolder(path: directory.file("alone")).summary().test == folder.fold(1).summary().test)
    }

    @Test func theNumberOfJobsAndAnyKillLeaveTheResultAsItIs() throws {
        let directory = try TemporaryDirectory()
        let config = try write(
            """
            {random: {points: 3, seed: 3, space: {optimizer.learning_rate: {log: [1.0e-3, 0.1]}}},
             halving: {first_epochs: 2, factor: 3}}
            """, in: directory, epochs: 4)
        let command = ["cv", config, "--folds", "2", "--inner-folds", "2", "--quiet"]
        let whole = try Program.run(command + ["--out", "whole", "--jobs", "1"], in: directory)
        #expect(whole.code == 0, "\(whole.errors)")

        let kills = try Program.kill(
            command + ["--out", "cut", "--jobs", "3"],
            after: [(0.15, SIGKILL), (0.4, SIGKILL), (0.4, SIGINT), (0.5, SIGKILL)], in: directory)
        #expect(kills > 0)
        let before = try summaries(directory.file("cut"))
        let ended = try Program.run(command + ["--out", "cut", "--jobs", "3"], in: directory)
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(ended.output == whole.output)
        for file in ["cv.json", "search/fold-00/sweep.json", "search/fold-01/sweep.json", "search/fold-01/best.yaml"] {
            #expect(
                try TemporaryDirectory.bytes(directory.file("cut/\(file)"))
                    == TemporaryDirectory.bytes(directory.file("whole/\(file)")))
        }
        // What was finished before is as it was.
        let after = try summaries(directory.file("cut"))
        for (name, date) in before { #expect(after[name] == date, "\(name)") }
        // In two folds three points of two epochs and one of four, each in two inner folds; and the folds themselves.
        #expect(after.count == 2 * (3 + 1) * 2 + 2)

        let again = try Program.run(command + ["--out", "cut", "--json"], in: directory)
        #expect(try summaries(directory.file("cut")) == after)
        #expect(
            try JSONText.decode(CrossValidationResult.self, from: again.output)
                == CrossValidationFolder(path: directory.file("whole")).result())
    }

    @Test func aTrainingThatBreaksDownCostsItsPointAlone() throws {
        let directory = try TemporaryDirectory()
        let wild = "{type: sgd, learning_rate: 1.0e38}"
        let command = ["--folds", "2", "--inner-folds", "2", "--set", "loss=cross_entropy"]
        let config = try write("{grid: {optimizer: [\(wild), {type: adagrad, learning_rate: 0.05}]}}", in: directory)
        let ran = try Program.run(["cv", config, "--out", "cv"] + command, in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        #expect(ran.errors.contains("run fold-00 point-000/seed-0-fold-0  broke down"))
        let choices = try #require(try CrossValidationFolder(path: directory.file("cv")).result().search?.choices)
        #expect(choices.map(\.point) == [1, 1])

        let alone = try write("{grid: {optimizer: [\(wild)]}}", in: directory)
        let none = try Program.run(["cv", alone, "--out", "none"] + command, in: directory)
        #expect(none.code == 70)
        #expect(
            none.errors.contains(
                "run fold 0: no point has a value of balanced_accuracy in every inner fold for every seed"))
        #expect(!FileManager.default.fileExists(atPath: directory.file("none/fold-00")))
    }

    @Test func searchedAndPlainConfigurationsStandSideBySide() throws {
        let directory = try TemporaryDirectory()
        let config = try write("{grid: {loss: [fal, cross_entropy]}}", in: directory)
        try "{extends: \(config), name: plain, search: null}"
            .write(toFile: directory.file("plain.yaml"), atomically: true, encoding: .utf8)
        let ran = try Program.run(
            ["cv", config, "plain.yaml", "--folds", "2", "--inner-folds", "2", "--out", "cv", "--quiet"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        let tables = ran.output.components(separatedBy: "\n\n")
        #expect(tables.count == 2)
        #expect(tables[1].hasPrefix("run, fold"))
        let result = try CrossValidationFolder(path: directory.file("cv/run")).result()
        let losses = try #require(result.search?.choices.compactMap { $0.settings["loss"] })
        #expect(result.loss.components(separatedBy: " or ") == (losses[0] == losses[1] ? [losses[0]] : losses))
        let compared = try Program.run(
            ["compare", "cv/run", "cv/plain", "--metric", "balanced_accuracy"], in: directory)
        #expect(compared.code == 0, "\(compared.errors)")
        #expect(compared.output.contains("\(result.loss) + search"))
    }

    @Test func anotherSearchIsNotContinued() throws {
        let directory = try TemporaryDirectory()
        let config = try write("{grid: {loss.gamma: [0, 2]}}", in: directory, epochs: 1)
        let command = ["cv", config, "--folds", "2", "--out", "cv", "--quiet"]
        #expect(try Program.run(command + ["--inner-folds", "2"], in: directory).code == 0)
        let folds = try Program.run(command, in: directory)
        #expect(
            folds.errors
                == "error: cv/plan.json was made with another configuration: the number of inner folds is 5, was 2\n")
        let grid = try Program.run(
            command + ["--inner-folds", "2", "--set", "search={grid: {loss.gamma: [0, 1]}}"], in: directory)
        #expect(grid.code == 64 && grid.errors.contains("cv/config.yaml was made with another configuration: search"))

        // A fold with other settings than those that its search has chosen.
        let result = try CrossValidationFolder(path: directory.file("cv")).result()
        let chosen = try #require(result.search?.choices[1].settings["loss.gamma"])
        try FileManager.default.removeItem(atPath: directory.file("cv/fold-01"))
        let byHand = try Program.run(
            [
                "train", "cv/search/fold-01/best.yaml", "--set", "loss.gamma=\(chosen == "0" ? 2 : 0)", "--out",
                "cv/fold-01", "--quiet",
            ], in: directory)
        #expect(byHand.code == 0, "\(byHand.errors)")
        let other = try Program.run(command + ["--inner-folds", "2"], in: directory)
        #expect(
            other.code == 64 && other.errors.contains("cv/fold-01/config.yaml was made with another configuration"),
            "\(other.errors)")
    }

    /// A search or none, further arguments, and the words for what is wrong with them.
    static let refusals: [(search: String?, arguments: [String], words: [String])] = [
        (
            "{grid: {data.split_seed: [1, 2], data.path: [a.h5], loss.gamma: [1]}}", [],
            [
                "search: cannot vary data.split_seed in a cross-validation, whose folds are of one division",
                "search: cannot vary data.path in a cross-validation",
            ]
        ),
        (
            "{grid: {data: [{path: a.h5}]}}", [],
            ["search: cannot vary data in a cross-validation, whose folds are of one division"]
        ),
        ("{grid: {seed: [1, 2]}}", [], ["search: cannot vary seed; several seeds are had by search.seeds"]),
        ("{grid: {loss.gama: [1]}}", [], ["run.yaml:9:29: loss.gama: unknown key; loss fal has beta, gamma"]),
        (
            "{grid: {loss.gamma: [1]}, metric: auc}", [],
            ["search.metric: is auc, which is not among loss, balanced_accuracy, average_precision"]
        ),
        ("{grid: {loss.gamma: [1]}}", ["--inner-folds", "1"], ["--inner-folds must be at least 2, got 1"]),
        ("{grid: {loss.gamma: [1]}}", ["--inner-folds", "6000"], ["the number of folds does not suit", "got 6000"]),
        (
            nil, ["--inner-folds", "3"],
            ["--inner-folds is for a configuration with a search, and run.yaml has none"]
        ),
        (
            "{grid: {loss.gamma: [1]}}", ["--set", "data.inner_fold={count: 3, index: 0}"],
            ["data.inner_fold: divides the rows outside of a fold: it needs fold"]
        ),
        (
            nil, ["--set", "data.fold={count: 3, index: 0}", "--set", "data.inner_fold={count: 3, index: 0}"],
            ["data.fold: is what a cross-validation sets", "data.inner_fold: is what a cross-validation sets"]
        ),
    ]

    @Test(arguments: refusals)
    func whatCannotBeIsRefusedBeforeAnythingIsTrained(search: String?, arguments: [String], words: [String]) throws {
        let directory = try TemporaryDirectory()
        _ = try search.map { try write($0, in: directory) } ?? Program.writeConfiguration(in: directory)
        let result = try Program.run(["cv", "run.yaml"] + arguments, in: directory)
        #expect(result.code == 64, "\(result.errors)")
        for words in words { #expect(result.errors.contains(words), "\(result.errors)") }
        #expect(!FileManager.default.fileExists(atPath: directory.file("runs")))
    }

    /// Adds a search in line 9 to a configuration of a short run.
    private func write(
        _ search: String, sampler: String = "shuffle", in directory: TemporaryDirectory, epochs: Int = 2,
        validationFraction: Double = 0.1
    ) throws -> String {
        let path = try Program.writeConfiguration(in: directory, epochs: epochs)
        let base = try String(contentsOfFile: path, encoding: .utf8)
            .replacingOccurrences(of: "test_fraction: 0.2", with: "validation_fraction: \(validationFraction)")
        try (base + "\nsampler: \(sampler)\nsearch: \(search)\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        return "run.yaml"
    }

    private func rows(_ part: RunPart, of run: RunFolder) throws -> [Int] {
        try HDF5File.open(run.splitsPath).dataset("\(part.rawValue)/row").read(as: Int64.self).values.map(Int.init)
    }

    /// The columns of SatImage.
    private func features() throws -> [[Float]] {
        let stored = try HDF5File.open(Program.satImage).dataset("all/x").read(as: Float.self)
        let width = stored.shape[1]
        return (0..<width).map { column in
            stride(from: column, to: stored.values.count, by: width).map { stored.values[$0] }
        }
    }

    private func summaries(_ folder: String) throws -> [String: Date] {
        let files = FileManager.default
        var dates: [String: Date] = [:]
        for name in try files.subpathsOfDirectory(atPath: folder) where name.hasSuffix("summary.json") {
            dates[name] = try files.attributesOfItem(atPath: "\(folder)/\(name)")[.modificationDate] as? Date
        }
        return dates
    }
}
