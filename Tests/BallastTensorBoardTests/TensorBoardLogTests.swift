import Ballast
import BallastTensorBoard
import Foundation
import SwiftProtobuf
import Testing
import TestSupport

@Suite struct TensorBoardLogTests {
    @Test func everyEpochHasItsPoints() throws {
        let run = try LoggedRun()
        let summary = try run.train(in: "run")
        let history = try run.folder("run").history()
        let recorded: [(tag: String, value: (EpochRecord) -> Double?)] = [
            ("train/loss", { $0.loss }), ("train/learning_rate", { $0.learningRate }),
            ("train/examples_per_second", { $0.examplesPerSecond }), ("train/focal", { $0.terms["focal"] }),
            ("validation/loss", { $0.validation["loss"]?.scalar }),
            ("validation/balanced_accuracy", { $0.validation["balanced_accuracy"]?.scalar }),
        ]
        for (tag, value) in recorded {
            let curve = try run.curve(tag, of: "run")
            #expect(curve.map(\.step) == history.map(\.step), "\(tag)")
            #expect(curve.map(\.value) == history.map { Float(value($0) ?? .nan) }, "\(tag)")
        }
        let tags = Set(try run.values("run").map(\.value.tag))
        #expect(tags.contains("validation/per_class_accuracy/rest") && tags.contains("validation/per_class_accuracy/4"))
        // A matrix is no curve.
        #expect(!tags.contains { $0.contains("confusion") })
        let test = try run.curve("test/accuracy", of: "run")
        #expect(test.map(\.step) == [summary.steps])
        #expect(test.first?.value == summary.test["accuracy"]?.scalar.map { Float($0) })
    }

    /// A curve's tensor agrees with the decisions behind the metrics: at threshold 0.5 its counts give the accuracy.
    @Test func curvesAgreeWithTheMetrics() throws {
        let run = try LoggedRun()
        try run.train(in: "run")
        let tensors = try run.values("run").filter { $0.value.tag == "validation/pr_curve/4" }
        #expect(tensors.count == 3)
        for (record, (_, value)) in zip(try run.folder("run").history(), tensors) {
            #expect(value.metadata.pluginData.pluginName == "pr_curves")
            let content = try TensorBoardPRCurveData(serializedBytes: value.metadata.pluginData.content)
            #expect(content.numThresholds == 101)
            #expect(value.tensor.dtype == .float && value.tensor.tensorShape.dim.map(\.size) == [6, 101])
            let numbers = value.tensor.tensorContent.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
            let at = (0..<4).map { Double(numbers[$0 * 101 + 50]) }
            let accuracy = (at[0] + at[2]) / at.reduce(0, +)
            #expect(abs(accuracy - (record.validation["accuracy"]?.scalar ?? .nan)) < 1e-12)
        }
    }

    /// The sample holds all of the rare class and fills up with the other; the seed alone says with which.
    @Test func aSampleIsSharedAmongTheClasses() throws {
        let run = try LoggedRun()
        try run.train(["training.epochs=1", "log.rows=150"], in: "run")
        try run.train(["training.epochs=1", "log.rows=150", "loss=cross_entropy"], in: "other")
        let histograms = try run.values("run").filter { $0.value.tag.hasPrefix("validation/logit/4/") }
        let counts = Dictionary(
            histograms.map { ($0.value.tag, $0.value.histogram) }, uniquingKeysWith: { $1 })
        #expect(counts["validation/logit/4/own rows"]?.num == 50)
        #expect(counts["validation/logit/4/other rows"]?.num == 100)
        for histogram in counts.values { #expect(histogram.bucket.reduce(0, +) == histogram.num) }

        let folder = run.folder("run").path
        let rows = try String(contentsOfFile: folder + "/projector/rows.tsv", encoding: .utf8).split(separator: "\n")
        let features = try String(contentsOfFile: folder + "/projector/features.tsv", encoding: .utf8)
            .split(separator: "\n").map { $0.split(separator: "\t").compactMap { Float($0) } }
        #expect(rows.first == "class\tpredicted\trow" && rows.count == 151)
        #expect(features.count == 150 && features.allSatisfy { $0.count == 6 })
        let config = try TensorBoardProjectorConfig(
            textFormatString: String(contentsOfFile: folder + "/projector_config.pbtxt", encoding: .utf8))
        #expect(config.embeddings.map(\.tensorShape) == [[150, 6]])
        for path in config.embeddings.flatMap({ [$0.tensorPath, $0.metadataPath] }) {
            #expect(FileManager.default.fileExists(atPath: "\(folder)/\(path)"))
        }
        // Every row is of validation and has the class that the data set gives it.
        let validation = try HDF5File.open(run.folder("run").splitsPath).dataset("validation/row").read(as: Int.self)
        let numbers = rows.dropFirst().compactMap { $0.split(separator: "\t").last.flatMap { Int($0) } }
        #expect(Set(numbers).isSubset(of: validation.values) && Set(numbers).count == 150)
        let other = try String(contentsOfFile: run.folder("other").path + "/projector/rows.tsv", encoding: .utf8)
        #expect(
            other.split(separator: "\n").dropFirst().map { $0.split(separator: "\t").last }
                == rows.dropFirst().map { $0.split(separator: "\t").last })
    }

    @Test func settingsAndEndAreThere() throws {
        let run = try LoggedRun()
        try run.train(["training.epochs=1"], in: "run")
        let sessions = try run.values("run").filter { $0.value.metadata.pluginData.pluginName == "hparams" }
        #expect(sessions.map(\.value.tag) == ["_hparams_/session_start_info", "_hparams_/session_end_info"])
        let data = try sessions.map {
            try TensorBoardHParamsData(serializedBytes: $0.value.metadata.pluginData.content)
        }
        let settings = data[0].sessionStartInfo.hparams
        #expect(settings["loss"]?.stringValue == "fal" && settings["loss.gamma"]?.numberValue == 1)
        #expect(settings["model.hidden"]?.stringValue == "[6]" && settings["seed"]?.numberValue == 3)
        #expect(settings["training.drop_last"]?.boolValue == false)
        #expect(!settings.keys.contains { $0.hasPrefix("log") || $0 == "threads" || $0.hasPrefix("search") })
        #expect(data[1].sessionEndInfo.status == .success)
    }

    /// Curves are spread over a long run, the last epoch's included.
    @Test func curvesCanBeRare() throws {
        let run = try LoggedRun()
        try run.train(["training.epochs=5", "log.every=2"], in: "run")
        let steps = try run.folder("run").history().map(\.step)
        let curves = try run.values("run").filter { $0.value.tag == "validation/pr_curve/4" }
        #expect(curves.map(\.step) == [steps[1], steps[3], steps[4]])
        #expect(try run.curve("validation/loss", of: "run").map(\.step) == steps)
    }

    @Test func writingChangesNothingOfTheTraining() throws {
        let run = try LoggedRun()
        let with = try run.train(in: "with")
        let without = try run.train(["log.tensorboard=false"], in: "without")
        #expect(with.test == without.test && with.validation == without.validation)
        let left = try Checkpoint.read(run.folder("with").checkpointPath)
        let right = try Checkpoint.read(run.folder("without").checkpointPath)
        #expect(left.model == right.model && left.loss == right.loss && left.optimizer == right.optimizer)
        #expect(left.random == right.random)
        #expect(try run.eventFiles("without").isEmpty)
    }

    @Test func withoutValidationThereAreTheCurvesOfTraining() throws {
        let run = try LoggedRun()
        try run.train(["data.validation_fraction=0"], in: "run")
        #expect(try run.curve("train/loss", of: "run").count == 3)
        #expect(try !run.values("run").contains { $0.value.tag.hasPrefix("validation/") })
    }
}
