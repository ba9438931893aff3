import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct TrainCommandTests {
    @Test func aRunIsTrainedEvaluatedPredictedAndCompared() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory)
        let trained = try Program.run(["train", config, "--out", "first", "--json"], in: directory)
        #expect(trained.code == 0, "\(trained.errors)")
        let summary = try JSONText.decode(RunSummary.self, from: trained.output)
        #expect(summary.loss == "fal" && summary.epochs == 2)
        #expect(trained.errors.contains("epoch 2/2"))

        let other = try Program.run(
            ["train", config, "--out", "second", "--set", "loss.gamma=0", "--seed", "5", "--quiet"], in: directory)
        #expect(other.code == 0 && other.errors.isEmpty)

        let evaluated = try Program.run(
            ["evaluate", "first", "--data", Program.satImage, "--split", "all", "--json"], in: directory)
        #expect(evaluated.code == 0, "\(evaluated.errors)")
        let scores = try JSONText.decode([String: MetricValue].self, from: evaluated.output)
        #expect(Set(scores.keys) == ["loss", "balanced_accuracy", "average_precision"])

        let predicted = try Program.run(
            ["predict", "first/checkpoint.h5", "--data", Program.satImage, "--split", "all", "--out", "p.csv"],
            in: directory)
        #expect(predicted.code == 0, "\(predicted.errors)")
        let lines = try String(contentsOfFile: directory.file("p.csv"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 6436)
        #expect(lines[0].hasPrefix("row,label,predicted,p_"))

        let file = try Program.run(
            ["predict", "first", "--data", Program.satImage, "--split", "all", "--out", "p.h5"], in: directory)
        #expect(file.code == 0)
        let probabilities = try HDF5File.open(directory.file("p.h5")).dataset("probabilities").read(as: Float.self)
        #expect(probabilities.shape == [6435, 2])
        for row in stride(from: 0, to: probabilities.values.count, by: 2) {
            #expect(abs(probabilities.values[row] + probabilities.values[row + 1] - 1) < 1e-5)
        }

        let compared = try Program.run(["compare", "first", "second"], in: directory)
        #expect(compared.code == 0)
        #expect(compared.output.contains("average_precision"))
        #expect(compared.output.split(separator: "\n").count == 4)
    }

    @Test func aKilledRunContinuesToTheSameEnd() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 60)
        let whole = try Program.run(["train", config, "--out", "whole", "--quiet"], in: directory)
        #expect(whole.code == 0)

        var kills = 0
        for delay in [0.15, 0.3, 0.45] {
            let resume = FileManager.default.fileExists(atPath: directory.file("cut/config.yaml")) ? ["--resume"] : []
            let process = try Program.start(["train", config, "--out", "cut", "--quiet"] + resume, in: directory)
            Thread.sleep(forTimeInterval: delay)
            if process.isRunning {
                kill(process.processIdentifier, SIGKILL)
                kills += 1
            }
            process.waitUntilExit()
        }
        #expect(kills > 0)
        let resume = FileManager.default.fileExists(atPath: directory.file("cut/config.yaml")) ? ["--resume"] : []
        let ended = try Program.run(["train", config, "--out", "cut", "--quiet"] + resume, in: directory)
        #expect(ended.code == 0, "\(ended.errors)")

        let a = try Checkpoint.read(directory.file("cut/checkpoint.h5"))
        let b = try Checkpoint.read(directory.file("whole/checkpoint.h5"))
        #expect(a.model == b.model && a.loss == b.loss && a.optimizer == b.optimizer && a.random == b.random)
        #expect(a.history.map(\.withoutTimes) == b.history.map(\.withoutTimes))
    }

    @Test func anInterruptSavesACheckpoint() throws {
        let directory = try TemporaryDirectory()
        let config = try Program.writeConfiguration(in: directory, epochs: 100_000)
        let process = try Program.start(["train", config, "--out", "run"], in: directory)
        let deadline = Date.now.addingTimeInterval(30)
        while !FileManager.default.fileExists(atPath: directory.file("run/checkpoint.h5")), Date.now < deadline {
            Thread.sleep(forTimeInterval: 0.02)
        }
        kill(process.processIdentifier, SIGINT)
        let result = try Program.finish(process)
        #expect(result.code == 130)
        #expect(result.errors.contains("interrupted; continue with --resume from run/checkpoint.h5"))
        _ = try Checkpoint.read(directory.file("run/checkpoint.h5"))
    }

    /// A processor without bfloat16, as oneDNN's own setting makes of any, trains in float32 and says so even if quiet.
    @Test func withoutBFloat16ARunFallsBackToFloat32() throws {
        let directory = try TemporaryDirectory()
        try DatasetWriter.write(to: directory.file("images.h5")) { writer in
            try writer.describe(DatasetDescription(name: "images", source: "made", classNames: ["a", "b"]))
            for split in [SplitName.train, .test] {
                try writer.addSplit(split, exampleShape: [3, 8, 8], type: .uint8) { rows in
                    for row in 0..<20 {
                        try rows.append(
                            bytes: (0..<192).map { UInt8(($0 * row) % 256) }, labels: [Int32(row % 2)],
                            indices: [Int64(row)])
                    }
                }
            }
        }
        try """
        data: {path: images.h5, validation_fraction: 0.2}
        transforms: [image_normalise]
        model: resnet20
        loss: cross_entropy
        optimizer: {type: sgd, learning_rate: 0.05}
        training: {epochs: 1, batch_size: 8}
        """.write(toFile: directory.file("run.yaml"), atomically: true, encoding: .utf8)
        let environment = ["ONEDNN_MAX_CPU_ISA": "AVX512_CORE"]
        func train(_ precision: String) throws -> (errors: String, weights: [String: TensorSnapshot]) {
            let arguments = ["train", "run.yaml", "--quiet", "--threads", "1"]
            let result = try Program.run(
                arguments + ["--set", "precision=\(precision)", "--out", precision], in: directory,
                environment: environment)
            #expect(result.code == 0, "\(result.errors)")
            let description = try RunFolder(path: directory.file(precision)).description()
            #expect(description.activations == "float32")
            return (result.errors, try Checkpoint.read(directory.file("\(precision)/checkpoint.h5")).model)
        }
        let (asked, plain) = (try train("bf16"), try train("float32"))
        let notice = "precision: bf16 needs a processor with AVX-512 BF16; computing in float32 instead"
        #expect(asked.errors.contains(notice))
        #expect(!plain.errors.contains("bf16"))
        #expect(asked.weights == plain.weights)
        let evaluated = try Program.run(
            ["evaluate", "float32", "--data", "images.h5", "--precision", "bf16"], in: directory,
            environment: environment)
        #expect(evaluated.code == 0 && evaluated.errors.contains(notice))
    }
}
