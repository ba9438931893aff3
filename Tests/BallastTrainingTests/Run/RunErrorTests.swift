import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct RunErrorTests {
    @Test func aFolderIsNotOverwritten() throws {
        let fixture = try RunFixture()
        try fixture.train(["training.epochs=1"], in: "run")
        let path = fixture.folder("run").path
        #expect(throws: TrainingError.folderInUse(path)) { try fixture.train(in: "run") }
        #expect(throws: TrainingError.nothingToResume(fixture.folder("none").path)) {
            try fixture.train(in: "none", resuming: true)
        }
    }

    @Test func anotherConfigurationIsNotContinued() throws {
        let fixture = try RunFixture()
        try fixture.train(["training.epochs=1"], in: "run")
        let error = #expect(throws: TrainingError.self) {
            try fixture.train(["training.epochs=1", "loss={type: focal, gamma: 1}"], in: "run", resuming: true)
        }
        let path = fixture.folder("run").checkpointPath
        #expect(String(describing: try #require(error)).hasPrefix("\(path) was made with another configuration: loss."))
    }

    /// What is wrong with the settings for these data, and the words for it.
    static let unsuitable: [(overrides: [String], message: String)] = [
        (
            ["data.positive_class=2"],
            "data.positive_class is 2, but \(RunFixture.satImage) has 2 classes"
        ),
        (
            ["training.batch_size=6000", "training.drop_last=true"],
            "an epoch has no batch: 4633 training rows, batch size 6000, drop_last"
        ),
    ]

    @Test(arguments: unsuitable)
    func unsuitableSettingsAreRefused(overrides: [String], message: String) throws {
        let fixture = try RunFixture()
        #expect(throws: TrainingError.unsuitableData(message)) { try fixture.train(overrides, in: "run") }
        #expect(!fixture.folder("run").isInUse)
    }

    /// Conflicts between sections, found before anything is opened.
    static let conflicts: [(overrides: [String], message: String)] = [
        (["data.validation_fraction=0"], "training: selects the best epoch, but data.validation_fraction is 0"),
        (
            ["data.validation_fraction=0", "training.select=last", "training.patience=2"],
            "training: stops early, but data.validation_fraction is 0"
        ),
        (
            ["training.monitor=auc_roc"],
            "training: monitors auc_roc, which is not among "
                + "loss, accuracy, balanced_accuracy, average_precision, per_class_accuracy"
        ),
        (["metrics=[accuracy, accuracy]", "training.monitor=accuracy"], "metrics: name a metric twice"),
        (
            ["data.chunked_shuffle={}", "sampler=class_balanced"],
            "data: shuffles by chunks, but the sampler class_balanced orders or makes rows itself: "
                + "chunked_shuffle goes with shuffle"
        ),
        (
            ["data.chunked_shuffle={window_megabytes: 1, block_kilobytes: 1001}"],
            "data.chunked_shuffle.block_kilobytes: is more than a window of 1 MB"
        ),
    ]

    @Test(arguments: conflicts)
    func conflictsAreRefused(overrides: [String], message: String) throws {
        let fixture = try RunFixture()
        let error = #expect(throws: ConfigError.self) { try fixture.decode(overrides) }
        #expect(String(describing: try #require(error)).hasSuffix(message))
    }

    @Test func checkpointsThatDoNotFitNameEveryArray() throws {
        let fixture = try RunFixture()
        try fixture.train(["training.epochs=1"], in: "run")
        var checkpoint = try Checkpoint.read(fixture.folder("run").checkpointPath)
        checkpoint.model["fc1.bias"] = nil
        checkpoint.model["fc9.weight"] = TensorSnapshot(shape: [2], values: .float32([0, 0]))
        checkpoint.model["fc1.weight"] = TensorSnapshot(shape: [1, 1], values: .float32([0]))
        let path = fixture.directory.file("broken.h5")
        try checkpoint.write(to: path)
        let error = #expect(throws: ArrayMismatch.self) { try TrainedModel(path: path, registries: .standard()) }
        #expect(
            String(describing: try #require(error))
                == "model does not fit: missing: fc1.bias; unexpected: fc9.weight; "
                + "fc1.weight has the shape [1, 1], expected [6, 36]")
    }

    @Test func filesThatAreNoCheckpointsAreRefused() throws {
        let fixture = try RunFixture()
        #expect(throws: CheckpointError.self) { try Checkpoint.read(RunFixture.satImage) }
        try fixture.train(["training.epochs=1"], in: "run")
        let path = fixture.folder("run").checkpointPath
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in [0, 7, 100, whole.count / 2, whole.count - 1] {
            let cut = fixture.directory.file("cut.h5")
            try whole.prefix(length).write(to: URL(fileURLWithPath: cut))
            #expect(throws: HDF5Error.self) { try Checkpoint.read(cut) }
        }
    }

    /// Whatever a stretch of damage hits, reading gives an error or arrays; it neither crashes nor hangs.
    @Test func damagedCheckpointsAreRefusedOrRead() throws {
        let fixture = try RunFixture()
        try fixture.train(["training.epochs=1"], in: "run")
        let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.folder("run").checkpointPath))
        let path = fixture.directory.file("damaged.h5")
        var refused = 0
        for start in stride(from: 0, to: whole.count - 16, by: 16) {
            var damaged = whole
            for position in start..<start + 16 { damaged[position] ^= 0xff }
            try damaged.write(to: URL(fileURLWithPath: path))
            do { _ = try Checkpoint.read(path) } catch { refused += 1 }
        }
        #expect(refused > 0)
    }

    @Test func checkpointsReadBackAsTheyWereWritten() throws {
        let fixture = try RunFixture()
        try fixture.train(["loss={type: faml, n: 4}"], in: "run")
        let path = fixture.folder("run").checkpointPath
        let checkpoint = try Checkpoint.read(path)
        let copy = fixture.directory.file("copy.h5")
        try checkpoint.write(to: copy)
        let again = try Checkpoint.read(copy)
        #expect(again.model == checkpoint.model && again.loss == checkpoint.loss)
        #expect(again.optimizer == checkpoint.optimizer && again.random == checkpoint.random)
        #expect(again.history == checkpoint.history && again.task == checkpoint.task)
        #expect(again.config == checkpoint.config && again.sums == checkpoint.sums)
    }
}
