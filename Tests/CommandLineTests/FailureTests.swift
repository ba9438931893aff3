import Foundation
import Testing
import TestSupport

@Suite struct FailureTests {
    @Test func everythingWrongWithAConfigurationIsSaidAtOnce() throws {
        let directory = try TemporaryDirectory()
        try """
        data: {path: none.h5, validation_fraction: 1.5}
        model: {type: mlpp}
        loss: {type: fal, gama: 2}
        optimizer: adagrad
        training: {epochs: 0, batch_size: many}
        metric: [f1]
        """.write(toFile: directory.file("bad.yaml"), atomically: true, encoding: .utf8)
        let result = try Program.run(["train", "bad.yaml"], in: directory)
        #expect(result.code == 64)
        #expect(result.output.isEmpty)
        let lines = result.errors.split(separator: "\n").map(String.init)
        let starts = [
            "error: bad.yaml:1:44: data.validation_fraction: out of range: got 1.5; must be a number in [0, 1)",
            "bad.yaml:2:15: model: unknown model: got \"mlpp\"",
            "bad.yaml:3:19: loss.gama: unknown key; loss fal has beta, gamma",
            "bad.yaml:4:12: optimizer.learning_rate: missing; must be a number > 0",
            "bad.yaml:5:20: training.epochs: out of range: got 0; must be an integer ≥ 1",
            "bad.yaml:5:35: training.batch_size: wrong type: got the string \"many\"; must be an integer ≥ 1",
            "bad.yaml:6:1: metric: unknown key; the configuration has",
        ]
        #expect(lines.count == starts.count)
        for (line, start) in zip(lines, starts) { #expect(line.hasPrefix(start), "\(line)") }
        #expect(lines[1].hasSuffix("did you mean \"mlp\"?"))
        #expect(lines[2].hasSuffix("did you mean \"gamma\"?"))
        #expect(lines[6].hasSuffix("did you mean \"metrics\"?"))
        #expect(!FileManager.default.fileExists(atPath: directory.file("runs")))
    }

    /// Command lines, their exit codes, and what the message must say.
    static let failures: [(arguments: [String], code: Int32, words: String)] = [
        (["fly"], 64, "Unexpected argument 'fly'"),
        (["train"], 64, "Missing expected argument '<config>'"),
        (["train", "none.yaml"], 64, "none.yaml"),
        (["evaluate", "none.h5", "--data", Program.satImage], 74, "none.h5"),
        (["evaluate", Program.satImage, "--data", Program.satImage], 65, "is HDF5, but not a checkpoint"),
        (["predict", "text.h5", "--data", Program.satImage, "--out", "p.csv"], 65, "text.h5"),
        (["describe", "loss", "fall"], 64, "fal"),
        (["list", "bosses"], 64, "bosses"),
        (["loss", "fal", "--input", "none.h5", "--out", "o.h5"], 74, "none.h5"),
        (["loss", "fal", "--input", Program.satImage, "--out", "o.h5"], 65, "/features"),
        (["loss", "focal", "--input", "none.h5", "--set", "gamma=-1", "--out", "o.h5"], 64, "gamma"),
        (["compare", "none"], 64, "none holds no finished run"),
    ]

    @Test(arguments: failures)
    func failuresHaveWordsAndACode(arguments: [String], code: Int32, words: String) throws {
        let directory = try TemporaryDirectory()
        try "no HDF5".write(toFile: directory.file("text.h5"), atomically: true, encoding: .utf8)
        let result = try Program.run(arguments, in: directory)
        #expect(result.code == code, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: directory.file("o.h5")))
    }
}
