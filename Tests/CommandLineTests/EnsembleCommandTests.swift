import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct EnsembleCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ arguments: [String]) throws -> Program.Result { try Program.run(arguments, in: directory) }

    /// Two runs on one split.
    private func trainTwo() throws {
        let config = try Program.writeConfiguration(in: directory)
        for seed in ["1", "2"] {
            let trained = try run(
                ["train", config, "--out", "s\(seed)", "--seed", seed, "--set", "data.split_seed=1", "--quiet"])
            #expect(trained.code == 0, "\(trained.errors)")
        }
    }

    @Test func anEnsembleIsUsedLikeARun() throws {
        try trainTwo()
        let made = try run(["ensemble", "s1", "s2", "--out", "both", "--json"])
        #expect(made.code == 0 && made.errors.isEmpty, "\(made.errors)")
        let record = try JSONText.decode(EnsembleRecord.self, from: made.output)
        #expect(record.members.map(\.path) == ["../s1", "../s2"] && record.testRows == 1287)
        let summary = try RunFolder(path: directory.file("s2")).summary()
        #expect(record.members[1].test == summary.test)
        let mean = try #require(record.memberMean(of: "average_precision"))
        let values = record.members.compactMap { $0.test?["average_precision"]?.scalar }
        #expect(values.count == 2 && abs(mean - values.reduce(0, +) / 2) < 1e-15)

        let evaluated = try run(["evaluate", "both", "--data", Program.satImage, "--part", "test", "--json"])
        #expect(try JSONText.decode([String: MetricValue].self, from: evaluated.output) == record.test)
        let named = try run(
            ["evaluate", "s2", "s1", "--ensemble", "average", "--data", Program.satImage, "--part", "test", "--json"])
        #expect(named.output == evaluated.output)

        // Moved together with its runs it still finds them.
        try FileManager.default.createDirectory(atPath: directory.file("moved"), withIntermediateDirectories: true)
        for name in ["s1", "s2", "both"] {
            try FileManager.default.moveItem(atPath: directory.file(name), toPath: directory.file("moved/\(name)"))
        }
        let predicted = try run([
            "predict", "moved/both", "--data", Program.satImage, "--part", "test", "--out", "p.h5",
        ])
        #expect(predicted.code == 0, "\(predicted.errors)")
        let metrics = try run(["metrics", "p.h5", "--metric", "average_precision", "--json"])
        #expect(metrics.code == 0, "\(metrics.errors)")
        let compared = try run(["compare", "moved/s1", "moved/both"])
        #expect(compared.code == 0, "\(compared.errors)")
        #expect(compared.output.contains("average of 2"))
    }

    @Test func aRunThatChangedIsRefused() throws {
        try trainTwo()
        #expect(try run(["ensemble", "s1", "s2", "--rule", "vote", "--out", "both"]).code == 0)
        try FileManager.default.removeItem(atPath: directory.file("s2"))
        let config = directory.file("run.yaml")
        _ = try run(["train", config, "--out", "s2", "--seed", "9", "--quiet"])
        let refused = try run(["evaluate", "both", "--data", Program.satImage, "--split", "all"])
        #expect(refused.code == 65)
        #expect(refused.errors.contains("error: both/../s2: has other weights than when the ensemble both was made"))
        try FileManager.default.removeItem(atPath: directory.file("s1"))
        #expect(try run(["evaluate", "both", "--data", Program.satImage, "--split", "all"]).code == 74)
    }

    @Test func foldsOfACrossValidationAreMembers() throws {
        let config = try Program.writeConfiguration(in: directory, epochs: 1)
        let validated = try run(["cv", config, "--folds", "2", "--out", "cv", "--quiet"])
        #expect(validated.code == 0, "\(validated.errors)")
        let made = try run(["ensemble", "cv", "--out", "folds"])
        #expect(made.code == 0)
        #expect(made.errors.contains("note: no result on test: no row is test to every run"))
        let evaluated = try run(["evaluate", "folds", "--data", Program.satImage, "--split", "all"])
        #expect(evaluated.code == 0 && evaluated.output.contains("balanced_accuracy"))
        #expect(try run(["compare", "folds"]).code == 64)
    }

    @Test func misuseIsExplained() throws {
        try trainTwo()
        let data = ["--data", Program.satImage, "--split", "all"]
        let cases: [(arguments: [String], code: Int32, message: String)] = [
            (["evaluate", "s1", "s2"] + data, 64, "2 runs predict together with --ensemble average, logits or vote"),
            (["evaluate", "s1", "--ensemble", "average"] + data, 64, "an ensemble needs two runs at least"),
            (["evaluate", "s1", "--weights", "1"] + data, 64, "--weights needs --ensemble"),
            (["evaluate", "s1", "s2", "--ensemble", "median"] + data, 64, "median"),
            (["evaluate", "s1", "s2", "--ensemble", "vote", "--weights", "1,x"] + data, 64, "1,x"),
            (["evaluate", "s1", "nowhere", "--ensemble", "vote"] + data, 74, "nowhere"),
            (["ensemble", "s1", "s2", "--out", "s1"], 64, "s1 holds a run already"),
        ]
        for (arguments, code, message) in cases {
            let refused = try run(arguments)
            #expect(refused.code == code, "\(arguments): \(refused.errors)")
            #expect(refused.errors.contains(message), "\(arguments): \(refused.errors)")
        }
        #expect(try run(["ensemble", "s1", "s2", "--out", "both"]).code == 0)
        let nested = try run(["ensemble", "both", "s1", "--out", "more"])
        #expect(nested.code == 64 && nested.errors.contains("both is an ensemble, which cannot be a member of another"))
    }
}
