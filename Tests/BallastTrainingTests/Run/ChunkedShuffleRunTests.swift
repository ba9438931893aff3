import Ballast
import Foundation
import Testing
import TestSupport

/// Runs whose training rows are shuffled in windows.
@Suite struct ChunkedShuffleRunTests {
    static let windows = "data.chunked_shuffle={window_megabytes: 1, block_kilobytes: 64}"

    /// Where the rows are changes nothing, and the setting is in the run's record.
    @Test func rowsInTheFileGiveTheResultOfRowsInMemory() throws {
        let fixture = try RunFixture()
        let resident = try fixture.train([Self.windows], in: "resident")
        let inFile = try fixture.train([Self.windows, "data.resident_megabytes=0"], in: "file")
        #expect(resident.test == inFile.test && resident.validation == inFile.validation)
        #expect(resident.test != (try fixture.train(in: "exact")).test)
        let config = try String(contentsOfFile: fixture.folder("resident").configPath, encoding: .utf8)
        #expect(config.contains("chunked_shuffle:") && config.contains("window_megabytes: 1"))
        let exact = try String(contentsOfFile: fixture.folder("exact").configPath, encoding: .utf8)
        #expect(!exact.contains("window_megabytes"))
    }

    /// Every part holds its rows in the order of the file, for which it is read by whole blocks.
    @Test func partsAreInTheOrderOfTheFile() throws {
        let fixture = try RunFixture()
        try fixture.train([Self.windows, "training.epochs=1"], in: "run")
        let file = try HDF5File.open(fixture.folder("run").splitsPath)
        var all: [Int] = []
        for part in ["train", "validation", "test"] {
            let rows = try file.dataset("\(part)/row").read(as: Int.self).values
            #expect(rows == rows.sorted())
            all += rows
        }
        #expect(all.sorted() == Array(0..<6435))
    }

    /// What is written as it is made is what an evaluation holds, of a split and of a part of the run.
    @Test func predictionsAreThoseOfAnEvaluation() throws {
        let fixture = try RunFixture()
        try fixture.train(["training.epochs=1", "threshold=best_f1"], in: "run")
        let model = try TrainedModel(path: fixture.folder("run").path, registries: .standard())
        func check(_ evaluation: Evaluation, _ write: (String) throws -> Int) throws {
            let expected = evaluation.predictions
            let path = fixture.directory.file("scores.h5"), text = fixture.directory.file("scores.csv")
            #expect(try write(path) == expected.count)
            let file = try HDF5File.open(path)
            let probabilities = try file.dataset("probabilities").read(as: Float.self)
            #expect(probabilities.shape == [expected.count, 2])
            #expect(probabilities.values == expected.probabilities.map(Float.init))
            #expect(try file.dataset("predicted").read(as: Int32.self).values == expected.predictedClasses)
            #expect(try file.dataset("labels").read(as: Int32.self).values == expected.labels)
            #expect(try write(text) == expected.count)
            let whole = fixture.directory.file("whole.csv")
            try PredictionFile.writeCSV(expected, classNames: model.learner.task.classNames, to: whole)
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: text)) == Data(contentsOf: URL(fileURLWithPath: whole)))
        }
        let data = RunFixture.satImage
        try check(model.evaluate(dataset: data, split: .all)) {
            try model.predict(dataset: data, split: .all, to: $0)
        }
        try check(model.evaluate(dataset: data, part: .validation)) {
            try model.predict(dataset: data, part: .validation, to: $0)
        }
        #expect(throws: DataError.self) {
            try model.predict(dataset: data, split: .all, to: fixture.directory.file("no/such/folder.csv"))
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path)
        #expect(!left.contains { $0.hasSuffix(".partial") })
    }
}
