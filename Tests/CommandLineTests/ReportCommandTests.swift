import Ballast
import Foundation
import Testing
import TestSupport

@Suite(.enabled(if: hasGnuplot, "gnuplot is not installed: figures cannot be drawn"))
struct ReportCommandTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private static let settings = [
        "--set", "threshold=best_f1", "--set",
        "metrics=[balanced_accuracy, average_precision, expected_calibration_error]",
    ]

    private func train(_ folder: String, _ arguments: [String] = settings, config: String? = nil) throws -> RunFolder {
        let config = try config ?? Program.writeConfiguration(in: directory)
        let ran = try Program.run(["train", config, "--out", folder, "--quiet"] + arguments, in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        return RunFolder(path: directory.file(folder))
    }

    private func report(_ arguments: String...) throws -> ReportPage {
        let result = try Program.run(["report"] + arguments + ["--out", "report.html"], in: directory)
        #expect(result.code == 0 && result.output.isEmpty, "\(result.errors)")
        let page = try ReportPage(directory.file("report.html"))
        #expect(page.faults.isEmpty, "\(page.faults)")
        #expect(Set(page.identifiers).count == page.identifiers.count)
        return page
    }

    @Test func thePageOfARunHoldsItsNumbers() throws {
        let folder = try train("run")
        let page = try report("run")
        let summary = try folder.summary()
        #expect(
            page.headings == [
                "run", "Result", "Configuration", "Data", "Training", "Ranking", "Decisions", "Calibration",
                "Embedding",
                "Timing", "Environment", "Reproduction",
            ])
        #expect(
            page.figures
                == [
                    "loss", "metrics-1", "loss-terms", "precision-recall", "roc", "confusion", "reliability",
                    "embedding",
                    "speed",
                ].map { "figure-\($0)" })
        #expect(page.notes.isEmpty)

        func fixed(_ value: MetricValue?) throws -> String { String(format: "%.4f", try #require(value?.scalar)) }
        let result = try page.table("Loss and metrics of the tested weights")
        #expect(result.header == ["metric", "validation", "test"])
        for name in ["average_precision", "balanced_accuracy", "expected_calibration_error", "loss", "threshold"] {
            let row = try #require(result.rows.first { $0[0] == name })
            #expect(try row == [name, fixed(summary.validation[name]), fixed(summary.test[name])])
        }
        // Curves, bins and decisions are computed anew from the predictions; they come to what the run found.
        let average = try fixed(summary.test["average_precision"])
        #expect(page.drawn.contains("test, AP \(average)"))
        let error = try fixed(summary.test["expected_calibration_error"])
        #expect(page.drawn.contains("predicted class, ECE \(error)"))
        let confusion = try page.table("Rows by true class").rows.map {
            $0.dropFirst().compactMap { Int($0.replacing(",", with: "")) }
        }
        let recalls = (0..<2).map { Double(confusion[$0][$0]) / Double(confusion[$0][0] + confusion[$0][1]) }
        #expect(try String(format: "%.4f", (recalls[0] + recalls[1]) / 2) == fixed(summary.test["balanced_accuracy"]))
        let classes = try page.table("Rows of each class").rows
        #expect(classes.map { Int($0[1].replacing(",", with: "")) } == summary.trainingCounts)
        #expect(page.code.last == (try String(contentsOfFile: folder.configPath, encoding: .utf8)))
        #expect(page.drawn.contains { $0.hasPrefix("test at 0.") && $0.contains("recall") })

        let data = try JSONText.decode(PageData.self, from: page.data)
        #expect(data.runs.count == 1 && data.runs[0].summary == summary)
        #expect(try data.runs[0].history == folder.history())
    }

    private struct PageData: Decodable {
        struct Run: Decodable {
            let history: [EpochRecord]
            let summary: RunSummary
        }
        let runs: [Run]
        let comparisons: [MethodComparison]
    }

    /// Nothing is fetched, nothing runs, and the same folder gives the same bytes.
    @Test func thePageNeedsNothingElse() throws {
        _ = try train("run")
        let page = try report("run")
        #expect(page.elements["script"] == 1 && page.elements["img"] == nil && page.elements["link"] == 1)
        #expect(page.elements["iframe"] == nil && page.elements["object"] == nil)
        let addresses = page.text.split(separator: "\"").filter { $0.contains("://") || $0.hasPrefix("//") }
        #expect(addresses.isEmpty, "\(addresses.prefix(3))")
        #expect(page.text.contains("default-src 'none'"))
        #expect(page.text.utf8.count < 3_000_000)
        #expect(try report("run").text == page.text)
        #expect(try !directory.names().contains { $0.hasPrefix(".") })
    }

    @Test func figuresAreWrittenAsFilesToo() throws {
        _ = try train("run")
        let result = try Program.run(["report", "run", "--figures", "figures"], in: directory)
        #expect(result.code == 0 && result.errors.hasPrefix("run/report.html written: 9 figures"), "\(result.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.file("figures"))
        #expect(names.count == 27)
        for name in names {
            let bytes = try TemporaryDirectory.bytes(directory.file("figures/\(name)"))
            #expect(bytes.count > 500, "\(name)")
            if name.hasSuffix(".png") { #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])) }
            if name.hasSuffix(".svg") { #expect(String(decoding: bytes, as: UTF8.self).contains("<svg")) }
        }
    }

    /// Names that mean something to gnuplot, HTML, YAML or a shell.
    @Test func namesAreTextWhereverTheyStand() throws {
        let names = ["<script>alert(1)</script>", "it's {x}_y^2 \"q\" & %d $HOME `id` é"]
        let rows = (0..<120).map { row in
            "\(row % 7),\(row % 11),\"\(names[row % 3 == 0 ? 1 : 0].replacing("\"", with: "\"\""))\""
        }
        try (["a,b,class"] + rows).joined(separator: "\n").write(
            toFile: directory.file("odd.csv"), atomically: true, encoding: .utf8)
        let imported = try Program.run(
            ["data", "import", "csv", "odd.csv", "odd's.h5", "--label", "class"], in: directory)
        #expect(imported.code == 0, "\(imported.errors)")
        let folder = try train(
            "it's $HOME",
            ["--set", "data.path=\"odd's.h5\"", "--set", "name=\"<b>'bold' & _{x}\"", "--threads", "1"])
        let page = try report("it's $HOME")
        #expect(page.headings[0] == "<b>'bold' & _{x}")
        #expect(page.elements["script"] == 1 && page.elements["b"] == nil)
        let classes = try page.table("Rows of each class").rows.map { $0[0] }
        #expect(Set(classes) == Set(names))
        for name in names { #expect(page.drawn.contains { $0.hasPrefix(name.prefix(13)) }, "\(page.drawn)") }
        #expect(page.drawn.contains { $0.contains("{x}_y^2") })

        // The commands of the page are those of a shell.
        let command = try String(#require(page.code.first { $0.contains("ballast train") }).split(separator: "\n")[1])
        let again = Process()
        again.executableURL = URL(fileURLWithPath: "/bin/sh")
        again.arguments = ["-c", command.replacing("ballast train", with: "\"$BALLAST\" train --quiet")]
        again.environment = ["BALLAST": Program.path, "PATH": "/usr/bin:/bin"]
        again.currentDirectoryURL = URL(fileURLWithPath: directory.path)
        again.standardOutput = FileHandle.nullDevice
        try again.run()
        again.waitUntilExit()
        #expect(again.terminationStatus == 0)
        let repeated = RunFolder(path: folder.path + "-again")
        #expect(try repeated.summary().test == folder.summary().test)
        #expect(
            try TemporaryDirectory.bytes(repeated.predictionsPath(.test))
                == TemporaryDirectory.bytes(folder.predictionsPath(.test)))
    }

    @Test func whatAnOldFolderLacksIsSaidAndMade() throws {
        let folder = try train("run")
        let whole = try report("run")
        for path in [folder.featuresPath, folder.predictionsPath(.test), folder.predictionsPath(.validation)] {
            try TemporaryDirectory.remove(path)
        }
        let page = try report("run")
        #expect(page.notes.count == 3)
        #expect(page.notes[1].contains("the folder has no predictions/test.h5"))
        #expect(page.figures == ["loss", "metrics-1", "loss-terms", "speed"].map { "figure-\($0)" })
        #expect(page.code.first == "ballast predict run --data \(Program.satImage) --keep")

        let kept = try Program.run(["predict", "run", "--data", Program.satImage, "--keep"], in: directory)
        #expect(kept.code == 0, "\(kept.errors)")
        #expect(try report("run").text == whole.text)
    }

    @Test func aRunInProgressHasAReport() throws {
        let folder = try train("run")
        try TemporaryDirectory.remove(folder.summaryPath)
        for path in [folder.featuresPath, folder.predictionsPath(.test), folder.predictionsPath(.validation)] {
            try TemporaryDirectory.remove(path)
        }
        let page = try report("run")
        #expect(page.notes == ["The run is not finished, so that there are no results."])
        #expect(page.code.first == "ballast train run/config.yaml --out run --resume")
        #expect(page.figures.contains("figure-loss"))
        let kept = try Program.run(["predict", "run", "--data", Program.satImage, "--keep"], in: directory)
        #expect(kept.code == 64 && kept.errors.contains("holds no finished run"), "\(kept.errors)")
    }

    /// Ten classes: curves of each against the rest, and accuracy against size.
    @Test func manyClassesHaveTheirFigures() throws {
        let made = try Program.run(
            [
                "data", "make", "classification", "many.h5", "--set", "n_samples=900", "--set", "n_classes=10", "--set",
                "n_informative=8", "--set", "n_features=9", "--set", "n_redundant=0", "--set", "n_clusters_per_class=1",
            ], in: directory)
        #expect(made.code == 0, "\(made.errors)")
        _ = try train(
            "run",
            [
                "--set", "data.path=many.h5", "--set", "data.long_tail={imbalance_factor: 10}", "--set",
                "data.test_fraction=0.4",
                "--set", "metrics=[per_class_accuracy, shot_accuracy, balanced_accuracy]", "--set", "model.hidden=[2]",
            ])
        let page = try report("run")
        #expect(page.figures.contains("figure-class-accuracy") && page.figures.contains("figure-embedding"))
        #expect(page.drawn.contains("1st feature") && page.drawn.contains("training rows (right axis)"))
        #expect(page.drawn.filter { $0.contains(", AUC ") }.count == 10)
        #expect(try page.table("Rows by true class").rows.count == 10)
        #expect(try page.table("Loss and metrics").rows.contains { $0[0] == "shot_accuracy, few" })
        #expect(page.text.utf8.count < 3_000_000)
    }

    @Test func severalRunsAreOverlaidAndTheirMethodsTested() throws {
        for loss in ["fal", "focal"] {
            for seed in 0..<3 {
                _ = try train(
                    "\(loss)-\(seed)", ["--set", "loss=\(loss)", "--set", "data.split_seed=0", "--seed", "\(seed)"])
            }
        }
        let folders = ["fal-0", "fal-1", "fal-2", "focal-0", "focal-1", "focal-2"]
        let result = try Program.run(
            ["report"] + folders + ["--out", "report.html", "--metric", "average_precision"], in: directory)
        #expect(result.code == 0, "\(result.errors)")
        let page = try ReportPage(directory.file("report.html"))
        #expect(page.faults.isEmpty, "\(page.faults)")
        // All have the name of the configuration's file; folders tell them apart.
        #expect(try page.table("Loss and metrics of the test").rows.map { $0[0] } == folders)
        for (folder, row) in zip(folders, try page.table("Loss and metrics of the test").rows) {
            let value = try RunFolder(path: directory.file(folder)).summary().test["average_precision"]?.scalar
            #expect(row[2] == String(format: "%.4f", try #require(value)))
        }
        #expect(page.drawn.contains { $0.hasPrefix("focal-2, AP ") })
        #expect(page.figures.contains("figure-means-average-precision"))
        #expect(page.figures.contains("figure-validation-balanced-accuracy"))
        #expect(try page.table("Settings in which the runs differ").rows.contains { $0[0] == "loss.type" })

        let compared = try Program.run(
            ["compare"] + folders + ["--by-seed", "--metric", "average_precision", "--json"], in: directory)
        let comparison = try JSONText.decode([MethodComparison].self, from: compared.output)
        #expect(try JSONText.decode(PageData.self, from: page.data).comparisons == comparison)
        let pair = comparison[0].pairs[0]
        let row = try page.table("Paired tests of average_precision").rows[0]
        #expect(row[0...2] == [pair.first, pair.second, "3"])
        #expect(row[4] == String(format: "%.4f", try #require(pair.wilcoxon?.p)))
    }

    @Test func crossValidationsHaveReports() throws {
        let config = try Program.writeConfiguration(in: directory, epochs: 1)
        for loss in ["fal", "focal"] {
            let ran = try Program.run(
                ["cv", config, "--folds", "3", "--set", "loss=\(loss)", "--out", "cv-\(loss)", "--quiet"], in: directory
            )
            #expect(ran.code == 0, "\(ran.errors)")
        }
        let one = try report("cv-fal")
        let result = try CrossValidationFolder(path: directory.file("cv-fal")).result()
        let row = try #require(one.table("Test over the folds").rows.first { $0[0] == "average_precision" })
        #expect(row[1] == String(format: "%.4f", try #require(result.measures["average_precision"]?.mean)))
        #expect(one.drawn.contains { $0.hasPrefix("fold 2, AP ") })

        let two = try report("cv-fal", "cv-focal")
        #expect(try two.table("Mean ± standard error").rows.map { $0[0] } == ["fal", "focal"])
        #expect(two.figures.contains("figure-means-balanced-accuracy"))
        let mixed = try Program.run(["report", "cv-fal", "cv-focal/fold-00", "--out", "mixed.html"], in: directory)
        #expect(mixed.code == 64 && mixed.errors.contains("but not on some of each"), "\(mixed.errors)")
    }

    @Test func filesThatAreNotTheRunsAreRefused() throws {
        let folder = try train("run", ["--set", "training.epochs=1"])
        try TemporaryDirectory.remove(folder.predictionsPath(.test))
        try FileManager.default.copyItem(
            atPath: folder.predictionsPath(.validation), toPath: folder.predictionsPath(.test))
        let other = try Program.run(["report", "run", "--out", "o.html"], in: directory)
        #expect(other.code == 65 && other.errors.contains("predictions/test.h5: has other rows"), "\(other.errors)")
        try Data("no HDF5".utf8).write(to: URL(fileURLWithPath: folder.featuresPath))
        try TemporaryDirectory.remove(folder.predictionsPath(.test))
        let damaged = try Program.run(["report", "run", "--out", "o.html"], in: directory)
        #expect(damaged.code == 65 && damaged.errors.contains("features.h5"), "\(damaged.errors)")
        try Data("{}".utf8).write(to: URL(fileURLWithPath: folder.summaryPath))
        let summary = try Program.run(["report", "run", "--out", "o.html"], in: directory)
        #expect(summary.code == 65 && summary.errors.contains("summary.json"), "\(summary.errors)")
        #expect(try !directory.names().contains("o.html"))
    }

    @Test func whatCannotBeReportedIsRefused() throws {
        _ = try train("run", ["--set", "training.epochs=1"])
        for (arguments, code, words) in [
            (["none"], 64, "none holds no run"),
            (["run", "run"], 64, "--out must name the file"),
            (["run", "--metric", "f1"], 64, "are for comparisons of methods"),
            (["run", "--out", "none/report.html"], 74, "none"),
        ] as [([String], Int32, String)] {
            let result = try Program.run(["report"] + arguments, in: directory)
            #expect(result.code == code && result.errors.contains(words), "\(result.errors)")
        }
        try FileManager.default.createDirectory(
            atPath: directory.file("sweep/point-000"), withIntermediateDirectories: true)
        let sweep = try Program.run(["report", "sweep", "--out", "s.html"], in: directory)
        #expect(sweep.code == 64 && sweep.errors.contains("holds a sweep"), "\(sweep.errors)")
    }
}

/// What needs no gnuplot.
@Suite struct ReportWithoutGnuplotTests {
    @Test func aMissingGnuplotIsNamed() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 1)
        #expect(try Program.run(["train", config, "--out", "run", "--quiet"], in: directory).code == 0)
        let result = try Program.run(["report", "run"], in: directory, environment: ["PATH": directory.path])
        #expect(result.code == 64)
        #expect(result.errors.contains("gnuplot, which is not in PATH") && result.errors.contains("gnuplot-nox"))
        #expect(!FileManager.default.fileExists(atPath: directory.file("run/report.html")))
    }

    @Test func aGnuplotThatFailsLeavesNoPage() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 1)
        #expect(try Program.run(["train", config, "--out", "run", "--quiet"], in: directory).code == 0)
        let tool = directory.file("gnuplot")
        try "#!/bin/sh\necho 'no such terminal' >&2\nexit 3\n".write(toFile: tool, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool)
        let result = try Program.run(["report", "run"], in: directory, environment: ["PATH": directory.path + ":/bin"])
        #expect(result.code == 74 && result.errors.contains("gnuplot failed: no such terminal"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: directory.file("run/report.html")))
    }
}
