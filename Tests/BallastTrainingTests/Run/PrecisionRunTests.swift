import Ballast
import Foundation
import TestSupport
import Testing

/// Runs with `precision: bf16`.
@Suite struct PrecisionRunTests {
    static let processorHasIt = Device.cpu().multipliesBFloat16

    /// Stripes in two directions under noise, [3, 8, 8] each, one class twice as frequent as the other.
    private func writeImages(_ path: String) throws {
        let random = NumPyRandom(seed: 5)
        try DatasetWriter.write(to: path) { writer in
            try writer.describe(DatasetDescription(name: "stripes", source: "made", classNames: ["across", "down"]))
            for (split, count) in [(SplitName.train, 240), (.test, 60)] {
                try writer.addSplit(split, exampleShape: [3, 8, 8], type: .uint8) { rows in
                    for row in 0..<count {
                        let label = row % 3 == 0 ? 1 : 0
                        let pixels = (0..<192).map { place -> UInt8 in
                            let line = label == 0 ? place / 8 % 8 : place % 8
                            return UInt8((line % 2) * 100 + Int(random.uniform() * 120))
                        }
                        try rows.append(bytes: pixels, labels: [Int32(label)], indices: [Int64(row)])
                    }
                }
            }
        }
    }

    private func overrides(_ fixture: RunFixture, precision: String) throws -> [String] {
        let path = fixture.directory.file("images.h5")
        if !FileManager.default.fileExists(atPath: path) { try writeImages(path) }
        return [
            "data={path: \(path), validation_fraction: 0.1}", "transforms=[image_normalise]", "model=resnet20",
            "optimizer={type: sgd, learning_rate: 0.05, momentum: 0.9}", "training.batch_size=48",
            "precision=\(precision)", "threads=1",
        ]
    }

    @Test(.enabled(if: processorHasIt)) func aNetworkLearnsAsInFloat32() throws {
        let fixture = try RunFixture()
        var results: [String: RunSummary] = [:]
        for precision in ["float32", "bf16"] {
            results[precision] = try fixture.train(overrides(fixture, precision: precision), in: precision)
        }
        let (float32, bf16) = (try #require(results["float32"]), try #require(results["bf16"]))
        #expect(float32.test != bf16.test, "another format gives other numbers")
        for result in [float32, bf16] { #expect(try #require(result.test["balanced_accuracy"]?.scalar) > 0.9) }
        #expect(try fixture.folder("bf16").description().activations == "bfloat16")
        #expect(try fixture.folder("float32").description().activations == "float32")
        // Parameters, optimizer state and statistics are float32 on disk too: a checkpoint reads alike.
        let names = { (folder: String) in
            try Checkpoint.read(fixture.folder(folder).checkpointPath).model.keys.sorted()
        }
        #expect(try names("bf16") == names("float32"))
    }

    @Test(.enabled(if: processorHasIt)) func anInterruptedRunEndsLikeAWholeOne() throws {
        let fixture = try RunFixture()
        let overrides = try overrides(fixture, precision: "bf16")
        let whole = try fixture.train(overrides, in: "whole")
        var steps = 0
        #expect(throws: TrainingError.self) {
            try fixture.train(overrides, in: "cut") {
                steps += 1
                return steps >= 7
            }
        }
        let resumed = try fixture.train(overrides, in: "cut", resuming: true)
        #expect(resumed.test == whole.test && resumed.validation == whole.validation)
        let weights = { (folder: String) in try Checkpoint.read(fixture.folder(folder).checkpointPath).model }
        #expect(try weights("cut") == weights("whole"))
    }

    /// The weights of a run serve either format.
    @Test(.enabled(if: processorHasIt)) func aModelIsEvaluatedInEitherFormat() throws {
        let fixture = try RunFixture()
        let summary = try fixture.train(overrides(fixture, precision: "bf16"), in: "run")
        func probabilities(_ precision: ActivationPrecision?) throws -> [Double] {
            let model = try TrainedModel(
                path: fixture.folder("run").path, registries: .standard(), threads: 1, precision: precision)
            let evaluation = try model.evaluate(dataset: fixture.directory.file("images.h5"), split: .test)
            if precision != .float32 { #expect(model.scores(evaluation)["loss"] == summary.test["loss"]) }
            return evaluation.predictions.scores(of: 1)
        }
        let (own, bf16, float32) = (
            try probabilities(nil), try probabilities(.bf16), try probabilities(.float32)
        )
        #expect(own == bf16)
        #expect(own != float32)
        #expect(zip(own, float32).allSatisfy { abs($0 - $1) < 0.1 })
    }

    @Test func rowsOfATableAreRefused() throws {
        let fixture = try RunFixture()
        let error = #expect(throws: ConfigError.self) { try fixture.train(["precision=bf16"], in: "run") }
        #expect(
            error?.description.contains(
                "precision: bf16 is for networks of images [channels, height, width]; the examples have the shape [36]")
                == true, "\(String(describing: error))")
    }
}
