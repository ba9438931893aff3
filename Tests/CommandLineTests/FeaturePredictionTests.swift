import Ballast
import Foundation
import Testing
import TestSupport

/// `ballast predict --features`.
@Suite struct FeaturePredictionTests {
    /// From features and anchors as written, the probabilities as written.
    @Test(arguments: ["fal", "faml", "lgm"])
    func distancesToTheClassesGiveTheProbabilities(loss: String) throws {
        let directory = try TemporaryDirectory()
        try train(loss, in: directory)
        let ran = try Program.run(
            ["predict", "run", "--data", Program.satImage, "--part", "test", "--features", "--out", "p.h5"],
            in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
        let file = try HDF5File.open(directory.file("p.h5"))
        let features = try file.dataset("features").read(as: Float.self)
        let probabilities = try file.dataset("probabilities").read(as: Float.self)
        let vectors = try file.dataset(loss == "lgm" ? "loss/centres" : "loss/anchors").read(as: Float.self)
        // 20 % of 6,435 rows, rounded up; a network with 3 features; 2 classes.
        #expect(features.shape == [1287, 3] && probabilities.shape == [1287, 2] && vectors.shape == [2, 3])
        let scale = loss == "lgm" ? 0.5 : 1
        let expected = (0..<1287).flatMap { row in
            let distances = (0..<2).map { label in
                (0..<3).reduce(0.0) { sum, column in
                    let step = Double(features.values[row * 3 + column]) - Double(vectors.values[label * 3 + column])
                    return sum + step * step
                } * scale
            }
            let second = 1 / (1 + exp(distances[1] - distances[0]))
            return [1 - second, second]
        }
        expectClose(probabilities.values, expected, relative: 1e-3, absolute: 1e-5)
    }

    @Test func withoutTheFlagNothingIsAdded() throws {
        let directory = try TemporaryDirectory()
        try train("cross_entropy", in: directory)
        let command = ["predict", "run", "--data", Program.satImage, "--split", "all"]
        for (name, more) in [("plain", []), ("more", ["--features"])] {
            for kind in ["h5", "csv"] {
                let ran = try Program.run(command + more + ["--out", "\(name).\(kind)"], in: directory)
                #expect(ran.code == 0, "\(ran.errors)")
            }
        }
        #expect(try !HDF5File.open(directory.file("plain.h5")).contains("features"))
        let file = try HDF5File.open(directory.file("more.h5"))
        #expect(try !file.contains("loss"))
        let features = try file.dataset("features").read(as: Float.self)
        #expect(features.shape == [6435, 3])

        let (plain, more) = (try lines("plain.csv", directory), try lines("more.csv", directory))
        #expect(more[0] == plain[0] + ["f_0", "f_1", "f_2"])
        for row in [1, 17, 6435] {
            #expect(Array(more[row].dropLast(3)) == plain[row])
            #expect(more[row].suffix(3).map { Float($0) } == features.values[(row - 1) * 3..<row * 3].map { $0 })
        }
    }

    private func train(_ loss: String, in directory: TemporaryDirectory) throws {
        let config = try Program.writeConfiguration(in: directory)
        let ran = try Program.run(
            ["train", config, "--set", "loss=\(loss)", "--set", "model.hidden=[8, 3]", "--out", "run", "--quiet"],
            in: directory)
        #expect(ran.code == 0, "\(ran.errors)")
    }

    private func lines(_ file: String, _ directory: TemporaryDirectory) throws -> [[String]] {
        try String(contentsOfFile: directory.file(file), encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: ",").map(String.init) }
    }
}
