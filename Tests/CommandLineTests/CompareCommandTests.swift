import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct CompareCommandTests {
    @Test func crossValidationsAreComparedOnTheirFolds() throws {
        let directory = try TemporaryDirectory()
        let folders = try crossValidate(["fal", "cross_entropy", "focal"], in: directory)
        let ran = try Program.run(["compare"] + folders + ["--metric", "average_precision"], in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        let results = try folders.map { try CrossValidationFolder(path: directory.file($0)).result() }
        for result in results {
            let measure = try #require(result.measures["average_precision"])
            let (mean, error) = (try #require(measure.mean), try #require(measure.standardError))
            #expect(ran.output.contains(String(format: "%.4f ± %.4f", mean, error)))
        }
        #expect(ran.output.contains("average_precision, paired"))

        let json = try Program.run(["compare"] + folders + ["--json"], in: directory)
        let comparisons = try JSONText.decode([MethodComparison].self, from: json.output)
        #expect(comparisons.map(\.metric) == ["average_precision", "balanced_accuracy", "loss"])
        let pairs = comparisons[0].pairs
        #expect(pairs.map { "\($0.first) \($0.second)" } == ["fal cross_entropy", "fal focal", "cross_entropy focal"])
        let values = try results.map { try #require($0.measures["average_precision"]).values.compactMap { $0 } }
        #expect(pairs[0].student == PairedTest.student(values[0], values[1]))
        #expect(pairs[2].wilcoxon == PairedTest.wilcoxon(values[1], values[2]))
        #expect(pairs.map(\.studentCorrected) == Holm.corrected(pairs.compactMap { $0.student?.p }))
        #expect(comparisons[0].friedman == nil)

        let against = try Program.run(
            ["compare"] + folders + ["--baseline", "cross_entropy", "--metric", "loss", "--json"], in: directory)
        let baseline = try JSONText.decode([MethodComparison].self, from: against.output)[0].pairs
        #expect(baseline.map { "\($0.first) \($0.second)" } == ["fal cross_entropy", "focal cross_entropy"])

        let markdown = try Program.run(["compare"] + folders + ["--format", "markdown"], in: directory)
        #expect(markdown.output.hasPrefix("| method | average_precision | balanced_accuracy | loss |\n| --- | ---: |"))
        let latex = try Program.run(["compare"] + folders + ["--format", "latex"], in: directory)
        #expect(latex.output.hasPrefix("\\begin{tabular}{lrrr}\n\\hline\nmethod & average\\_precision & "))
        #expect(latex.output.contains(" $\\pm$ ") && latex.output.contains("cross\\_entropy & "))
    }

    @Test func methodsAreRankedAcrossDataSets() throws {
        let directory = try TemporaryDirectory()
        var folders = try crossValidate(["fal", "cross_entropy", "focal"], in: directory)
        let made = try Program.run(
            ["data", "make", "fraud_stream", "fraud.h5", "--set", "rows=600", "--set", "ratio=5"], in: directory)
        #expect(made.code == 0, "\(made.errors)")
        let names = try DatasetFile(path: directory.file("fraud.h5")).splitNames
        folders += try crossValidate(
            ["fal", "cross_entropy", "focal"], in: directory, name: "fraud",
            data: "{path: fraud.h5, train_split: \(names[0].rawValue)}")
        let json = try Program.run(["compare"] + folders + ["--json"], in: directory)
        #expect(json.code == 0, "\(json.errors)")
        let comparison = try JSONText.decode([MethodComparison].self, from: json.output)[0]
        #expect(comparison.datasets == ["satimage", "fraud"] && comparison.methods.count == 3)
        #expect(comparison.pairs.count == 6)
        let means = comparison.cells.map { $0.compactMap { $0?.mean } }
        #expect(comparison.friedman == FriedmanTest(means, higherIsBetter: true))
        let text = try Program.run(["compare"] + folders + ["--metric", "average_precision"], in: directory)
        #expect(text.output.contains("mean rank") && text.output.contains("Friedman: chi-square "))
    }

    @Test func runsAreJoinedBySeed() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 1)
        var folders: [String] = []
        for loss in ["fal", "focal"] {
            for seed in ["1", "2", "3"] {
                folders.append("\(loss)-\(seed)")
                let trained = try Program.run(
                    ["train", config, "--set", "loss=\(loss)", "--seed", seed, "--out", folders.last ?? "", "--quiet"],
                    in: directory)
                #expect(trained.code == 0, "\(trained.errors)")
            }
        }
        let json = try Program.run(["compare"] + folders + ["--by-seed", "--json"], in: directory)
        #expect(json.code == 0, "\(json.errors)")
        let comparison = try JSONText.decode([MethodComparison].self, from: json.output)[0]
        #expect(comparison.methods == ["fal", "focal"] && comparison.direction == "higher")
        #expect(comparison.cells[0].map { $0?.count } == [3, 3])
        #expect(comparison.pairs.count == 1 && comparison.pairs[0].count == 3)
        // Without the flag, a line a run as ever; and in Markdown.
        let lines = try Program.run(["compare"] + folders, in: directory).output.split(separator: "\n")
        #expect(lines.count == 8 && lines[0].hasPrefix("run "))

        // Other seeds are no pairs.
        let unpaired = try Program.run(["compare"] + folders.dropLast() + ["--by-seed", "--json"], in: directory)
        #expect(try JSONText.decode([MethodComparison].self, from: unpaired.output)[0].pairs.isEmpty)
    }

    @Test func whatCannotBeComparedIsRefused() throws {
        let directory = try TemporaryDirectory()
        let folders = try crossValidate(["fal", "focal"], in: directory)
        for (arguments, words) in [
            ([folders[0], folders[0] + "/fold-00"], "but not some of each"),
            ([folders[0], "--by-seed"], "but not some of each"),
            ([folders[0], folders[0]], "are the same method on the same data"),
            (
                folders + ["--metric", "auc"],
                "no run has the metric auc; they have average_precision, balanced_accuracy"
            ),
            (folders + ["--baseline", "lgm"], "there is no method lgm; there are fal, focal"),
            ([folders[0] + "/fold-00", "--baseline", "fal"], "--baseline is for cross-validations"),
        ] {
            let result = try Program.run(["compare"] + arguments, in: directory)
            #expect(result.code == 64 && result.errors.contains(words), "\(result.errors)")
        }
    }

    /// Cross-validates losses in three folds.
    private func crossValidate(
        _ losses: [String], in directory: TemporaryDirectory, name: String = "cv", data: String? = nil
    ) throws -> [String] {
        let config = try Program.writeConfiguration(in: directory, epochs: 1)
        return try losses.map { loss in
            let folder = "\(name)/\(loss)"
            let ran = try Program.run(
                ["cv", config, "--folds", "3", "--set", "loss=\(loss)", "--out", folder, "--quiet"]
                    + (data.map { ["--set", "data=\($0)"] } ?? []), in: directory)
            #expect(ran.code == 0, "\(ran.errors)")
            return folder
        }
    }
}
