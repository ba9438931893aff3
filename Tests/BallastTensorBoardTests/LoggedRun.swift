import Ballast
import BallastTensorBoard
import Foundation
import SwiftProtobuf
import Testing
import TestSupport

/// Short runs on SatImage that write event files.
struct LoggedRun {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private static let satImage = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("notebooks-md/data/satimage.h5").path

    private static let base = """
        data: {path: \(satImage), train_split: all, test_fraction: 0.2, validation_fraction: 0.1}
        transforms: [standardise]
        model: {type: mlp, hidden: [6], dropout: 0.1}
        loss: {type: fal, gamma: 1}
        optimizer: {type: adagrad, learning_rate: 0.05}
        training: {epochs: 3, batch_size: 1024}
        metrics: [accuracy, balanced_accuracy, per_class_accuracy, confusion_matrix]
        seed: 3
        log: {tensorboard: true, rows: 80}
        """

    func folder(_ name: String) -> RunFolder { RunFolder(path: directory.file(name)) }

    /// Trains, and writes event files if the configuration says so.
    @discardableResult
    func train(
        _ overrides: [String] = [], in name: String, resuming: Bool = false, stopAfter steps: Int? = nil
    ) throws -> RunSummary {
        let path = directory.file("run.yaml")
        try Self.base.write(toFile: path, atomically: true, encoding: .utf8)
        let run = try DecodedRun(ConfigNode.load(path: path, overrides: overrides), registries: .standard())
        let session = try TrainingSession(run, name: name, folder: folder(name), resuming: resuming)
        let log =
            run.config.log.tensorboard
            ? try TensorBoardLog(folder: folder(name), config: run.config) { error in
                Issue.record("\(error)")
            } : nil
        var finished = 0
        return try session.run(
            isInterrupted: {
                finished += 1
                return steps.map { finished >= $0 } ?? false
            }, listener: { log?.handle($0) })
    }

    func eventFiles(_ name: String) throws -> [String] { try EventFile.paths(in: folder(name).path) }

    /// The values of a run as TensorBoard keeps them: those of files in their order, without what a later start declares
    /// void.
    func values(_ name: String) throws -> [(step: Int, value: TensorBoardSummary.Value)] {
        var kept: [(step: Int, value: TensorBoardSummary.Value)] = []
        for path in try eventFiles(name) {
            let events = try EventFile.events(path)
            #expect(events.isEmpty || events[0].fileVersion == "brain.Event:2")
            for event in events {
                if event.sessionLog.status == .start { kept.removeAll { $0.step >= Int(event.step) } }
                kept += event.summary.value.map { (Int(event.step), $0) }
            }
        }
        return kept
    }

    /// The points of a curve.
    func curve(_ tag: String, of name: String) throws -> [(step: Int, value: Float)] {
        try values(name).filter { $0.value.tag == tag }.map { ($0.step, $0.value.simpleValue) }
    }
}
