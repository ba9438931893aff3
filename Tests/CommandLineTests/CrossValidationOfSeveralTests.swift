import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct CrossValidationOfSeveralTests {
    @Test func severalConfigurationsStandSideBySide() throws {
        let directory = try TemporaryDirectory()
        let first = try Program.writeConfiguration(in: directory)
        try "{extends: run.yaml, name: smote, sampler: smote, loss: cross_entropy}"
            .write(toFile: directory.file("other.yaml"), atomically: true, encoding: .utf8)
        let ran = try Program.run(
            ["cv", first, "other.yaml", "--folds", "2", "--out", "both", "--quiet"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        let lines = ran.output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("2 folds"))
        #expect(lines[2].hasPrefix("run ") && lines[3].hasPrefix("smote "))

        let results = try ["run", "smote"].map {
            try CrossValidationFolder(path: directory.file("both/\($0)")).result()
        }
        let measure = try #require(results[1].measures["average_precision"])
        let mean = try #require(measure.mean)
        let error = try #require(measure.standardError)
        #expect(lines[3].contains(String(format: "%.4f ± %.4f", mean, error)))
        #expect(results[0].plan.foldCounts == results[1].plan.foldCounts)

        // Samplers see the fold's training rows only.
        let summary = try CrossValidationFolder(path: directory.file("both/smote")).fold(0).summary()
        #expect(summary.resampling?.countsBefore == summary.trainingCounts)
        #expect(summary.trainingCounts.reduce(0, +) < 6435 / 2)

        let json = try Program.run(
            ["cv", first, "other.yaml", "--folds", "2", "--out", "both", "--quiet", "--json"], in: directory)
        #expect(try JSONText.decode([CrossValidationResult].self, from: json.output) == results)
    }

    /// What keeps a cross-validation from starting: arguments after `cv`, and the words for it.
    static let refusals: [(arguments: [String], words: [String])] = [
        (["run.yaml", "other.yaml", "--set", "name=a"], ["run.yaml and other.yaml both have the name a"]),
        (["run.yaml", "seeded.yaml"], ["do not have the same folds", "data.split_seed, or else seed"]),
        (
            ["bad.yaml", "worse.yaml"],
            ["bad.yaml:1:28: loss.gama: unknown key", "worse.yaml:1:21: epochs: unknown key"]
        ),
        (
            ["run.yaml", "--set", "data.fold={count: 3, index: 0}"],
            ["--set data.fold={count: 3, index: 0}: data.fold: is what a cross-validation sets; leave it out"]
        ),
        (["run.yaml", "--folds", "1"], ["--folds must be at least 2, got 1"]),
        (["run.yaml", "--folds", "7000"], ["the number of folds does not suit"]),
        (["run.yaml", "--jobs", "0"], ["--jobs must be at least 1"]),
        (["named.yaml", "run.yaml"], ["named.yaml: the name a/b cannot be that of a folder"]),
    ]

    @Test(arguments: refusals)
    func whatCannotBeIsRefusedBeforeAnythingIsTrained(arguments: [String], words: [String]) throws {
        let directory = try TemporaryDirectory()
        _ = try Program.writeConfiguration(in: directory)
        for (name, text) in [
            ("other", "{extends: run.yaml}"), ("seeded", "{extends: run.yaml, seed: 4}"),
            ("bad", "{extends: run.yaml, loss: {gama: 1}}"), ("worse", "{extends: run.yaml, epochs: 3}"),
            ("named", "{extends: run.yaml, name: a/b}"),
        ] {
            try text.write(toFile: directory.file("\(name).yaml"), atomically: true, encoding: .utf8)
        }
        let result = try Program.run(["cv"] + arguments, in: directory)
        #expect(result.code == 64, "\(result.errors)")
        for words in words { #expect(result.errors.contains(words), "\(result.errors)") }
        #expect(!FileManager.default.fileExists(atPath: directory.file("runs")))
    }

    @Test func aFoldThatFailsIsNamedAndTheOthersAreKept() throws {
        let directory = try TemporaryDirectory()
        let good = try Program.writeConfiguration(in: directory)
        try "{extends: run.yaml, name: wild, optimizer: {type: sgd, learning_rate: 1.0e38}, loss: cross_entropy}"
            .write(toFile: directory.file("wild.yaml"), atomically: true, encoding: .utf8)
        let result = try Program.run(
            ["cv", "wild.yaml", good, "--folds", "2", "--jobs", "1", "--out", "cv", "--quiet"], in: directory)
        #expect(result.code == 70, "\(result.errors)")
        #expect(result.errors.contains("wild fold 0 of 0 to 1 ended with exit status 70:"))
        #expect(!result.errors.contains("wild fold 1"))
        #expect(CrossValidationFolder(path: directory.file("cv/run")).hasResult)
        #expect(!CrossValidationFolder(path: directory.file("cv/wild")).hasResult)
    }

    @Test func theTestSplitOfADataSetIsLeftAlone() throws {
        let directory = try TemporaryDirectory()
        let made = try Program.run(
            [
                "data", "make", "fraud_stream", "fraud.h5", "--set", "rows=2000", "--set", "ratio=10", "--set",
                "test_fraction=0.5",
            ],
            in: directory)
        #expect(made.code == 0, "\(made.errors)")
        let config = try Program.writeConfiguration(in: directory)
        let ran = try Program.run(
            ["cv", config, "--set", "data={path: fraud.h5}", "--folds", "2", "--out", "cv"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        #expect(ran.errors.contains("note: the folds are of the split train of fraud.h5; its split test is not used"))
        let summary = try RunFolder(path: directory.file("cv/fold-00")).description()
        #expect(summary.trainingRows + summary.validationRows + summary.testRows == 1000)
        let evaluated = try Program.run(
            ["evaluate", "cv/fold-00", "--data", "fraud.h5", "--part", "test", "--json", "--threads", "1"],
            in: directory)
        #expect(
            try JSONText.decode([String: MetricValue].self, from: evaluated.output)
                == RunFolder(path: directory.file("cv/fold-00")).summary().test)
    }
}
