import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct LossCommandTests {
    /// Cases of the goldens through the program: settings from the file's parameters, arrays through HDF5 both ways.
    @Test(arguments: 0..<6)
    func focusedAnchorsAgreeWithTheirGoldens(index: Int) throws {
        let directory = try TemporaryDirectory()
        let golden = try Golden("losses").group("fal/set2")
        let features = try golden.doubles("features")
        let anchors = try golden.doubles("anchors")
        let labels = try golden.int32s("labels")
        let classes = anchors.shape[0]
        let input = try HDF5File.create(directory.file("in.h5"))
        try input.createDataset("features", values: features.values, shape: features.shape)
        try input.createDataset("labels", values: labels.values)
        try input.createDataset("class_counts", values: [Int64](repeating: 5, count: classes))
        try input.createDataset("parameters/anchors", values: anchors.values, shape: anchors.shape)
        try input.close()

        let alpha = try golden.doubles("class_alpha")[row: index].values
        let settings = [
            "beta=\(try golden.doubles("beta").values[index])", "gamma=\(try golden.doubles("gamma").values[index])",
            "margin=\(try golden.doubles("margin").values[index])",
            "margin_kind=" + (try golden.int32s("margin_kind").values[index] == 0 ? "additive" : "multiplicative"),
            "alpha=[" + alpha.map { "\($0)" }.joined(separator: ",") + "]",
        ]
        let result = try Program.run(
            ["loss", "fal", "--input", "in.h5", "--out", "out.h5"] + settings.flatMap { ["--set", $0] }, in: directory)
        #expect(result.code == 0, "\(result.errors)")

        let output = try HDF5File.open(directory.file("out.h5"))
        func compare(_ path: String, _ name: String) throws {
            expectClose(
                try output.dataset(path).read(as: Double.self).values, try golden.doubles(name)[row: index].values,
                relative: 1e-10, absolute: 1e-14)
        }
        try compare("loss", "loss")
        try compare("grad/features", "grad_features")
        try compare("grad/parameters/anchors", "grad_anchors")
        expectClose(
            try output.dataset("probabilities").read(as: Double.self).values,
            try golden.doubles("eval_probabilities").values, relative: 1e-10, absolute: 1e-14)
        let mean: Double = try output.dataset("mean").scalar()
        expectClose([mean], [try golden.doubles("mean").values[index]], relative: 1e-10)
    }

    @Test func logitsAreReadAsTheyAre() throws {
        let directory = try TemporaryDirectory()
        let golden = try Golden("losses").group("softmax_ce/set0")
        let logits = try golden.doubles("logits")
        let input = try HDF5File.create(directory.file("in.h5"))
        try input.createDataset("logits", values: logits.values.map(Float.init), shape: logits.shape)
        try input.createDataset("labels", values: try golden.int32s("labels").values)
        try input.close()
        let result = try Program.run(
            ["loss", "cross_entropy", "--input", "in.h5", "--out", "out.h5", "--json"], in: directory)
        #expect(result.code == 0, "\(result.errors)")
        let output = try HDF5File.open(directory.file("out.h5"))
        #expect(try output.dataset("loss").elementType == .float32)
        expectClose(
            try output.dataset("grad/logits").read(as: Float.self).values,
            try golden.doubles("grad_logits")[row: 0].values, relative: 1e-5, absolute: 1e-8)
        let summary = try JSONText.decode([String: Double].self, from: result.output)
        expectClose([summary["mean"] ?? .nan], [try golden.doubles("mean").values[0]], relative: 1e-5)
    }
}
