import BallastCore
import BallastData
import BallastHDF5
import Foundation
import TestSupport
import Testing

@Suite struct GeneratorTests {
    private func generator<Made: DatasetGenerator>(_ type: Made.Type, json: String) throws -> Made {
        var registry = Registry<any DatasetGenerator, Void>(kind: "generator")
        try registry.registerStandardGenerators()
        let settings = try ConfigNode.parse(yaml: json, path: "parameters")
        return try #require(try registry.build(ComponentReference(Made.name, settings: settings), context: ()) as? Made)
    }

    /// Every case of scikit-learn's make_classification: labels exactly, values to 1e-12, sums of whole columns.
    @Test func classificationIsThatOfScikitLearn() throws {
        let cases = try Golden("make_classification").group("cases")
        for name in try cases.groupNames {
            let golden = try cases.group(name)
            var parameters = try #require(
                try JSONSerialization.jsonObject(with: Data(try golden.text("parameters").utf8)) as? [String: Any])
            let seed = try #require(parameters.removeValue(forKey: "random_state") as? Int)
            let json = String(decoding: try JSONSerialization.data(withJSONObject: parameters), as: UTF8.self)
            let table = try generator(ClassificationGenerator.self, json: json).table(seed: UInt32(seed))
            #expect(table.labels == (try golden.int32s("y")).values, "\(name)")
            let stored = try golden.doubles("X")
            #expect(stored.shape[1] == table.width)
            expectClose(
                Array(table.values.prefix(stored.values.count)), stored.values, relative: 1e-12, absolute: 1e-12,
                shape: stored.shape, name)
            let sums = (0..<table.width).map { column in
                stride(from: column, to: table.values.count, by: table.width).reduce(0) { $0 + table.values[$1] }
            }
            expectClose(sums, try golden.doubles("column_sums").values, relative: 1e-9, absolute: 1e-8, "\(name) sums")
        }
    }

    /// scikit-learn's make_moons, make_circles and make_blobs: normals and uniforms to the bit, sines to their rounding.
    @Test func shapesAreThoseOfScikitLearn() throws {
        let cases = try Golden("shapes").group("cases")
        for name in try cases.groupNames {
            let golden = try cases.group(name)
            let (json, seed) = (try golden.text("settings"), UInt32(try golden.integer("seed")))
            let table: GeneratedTable =
                switch String(name.prefix(while: { $0 != "_" })) {
                case "moons": try generator(MoonsGenerator.self, json: json).table(seed: seed)
                case "circles": try generator(CirclesGenerator.self, json: json).table(seed: seed)
                default: try generator(BlobsGenerator.self, json: json).table(seed: seed)
                }
            #expect(table.labels == (try golden.int32s("y")).values, "\(name)")
            expectClose(table.values, try golden.doubles("X").values, relative: 2e-16, absolute: 3e-16, name)
        }
    }

    @Test func fraudStreamsRepeatAndKeepTheirRatio() throws {
        let directory = try TemporaryDirectory()
        let stream = try generator(
            FraudStreamGenerator.self, json: "{rows: 60000, ratio: 100, features: 6, drift: 0.5, test_fraction: 0.25}")
        var fingerprints: Set<String> = []
        for (name, seed) in [("a.h5", UInt32(1)), ("b.h5", 1), ("c.h5", 2)] {
            try stream.generate(seed: seed, to: directory.file(name))
            let file = try DatasetFile(path: directory.file(name))
            fingerprints.insert(file.fingerprint)
            let (train, test) = (try file.split(.train), try file.split(.test))
            #expect(train.count == 45000 && test.count == 15000 && train.exampleShape == [8])
            let fraud = Double(train.classCounts[1] + test.classCounts[1])
            // Binomial with mean 594 and standard deviation 24.
            #expect(abs(fraud - 60000.0 / 101) < 120)
            let values = try HDF5File.open(directory.file(name)).dataset("train/x").read(as: Float.self).values
            let times = stride(from: 0, to: values.count, by: 8).map { values[$0] }
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        }
        #expect(fingerprints.count == 2)
    }

    @Test func settingsThatCannotBeMetAreRefused() {
        let error = #expect(throws: ConfigError.self) {
            try generator(
                ClassificationGenerator.self, json: "{n_features: 3, n_classes: 3, weights: [0.5], scales: [1]}")
        }
        let text = String(describing: error)
        for part in ["n_features", "n_informative", "weights", "scales"] { #expect(text.contains(part), "\(part)") }
        let directory = try? TemporaryDirectory()
        #expect(throws: DataError.self) {
            try generator(FraudStreamGenerator.self, json: "{rows: 50, ratio: 5000}")
                .generate(seed: 0, to: directory?.file("none.h5") ?? "")
        }
        #expect(FileManager.default.fileExists(atPath: directory?.file("none.h5") ?? "") == false)
    }

    @Test func samplesWithoutReplacementAreThoseOfScikitLearn() throws {
        let cases = try Golden("make_classification").group("sample_without_replacement")
        for name in try cases.groupNames {
            let golden = try cases.group(name)
            let parameters = try #require(
                try JSONSerialization.jsonObject(with: Data(try golden.text("parameters").utf8)) as? [String: Any])
            let drawn = NumPyRandom(seed: UInt32(try golden.integer("seed"))).sample(
                try #require(parameters["n_samples"] as? Int), of: try #require(parameters["n_population"] as? Int))
            #expect(drawn == (try golden.integers("out")).values, "\(name)")
        }
    }

    /// Every k-fold and stratified k-fold of scikit-learn in the goldens, row for row.
    @Test func foldsAreThoseOfScikitLearn() throws {
        let golden = try Golden("splits")
        let cases = try golden.group("cases")
        var compared = 0
        for name in try cases.groupNames where name.hasPrefix("kf_") || name.hasPrefix("skf_") {
            let group = try cases.group(name)
            let labels = try golden.int32s("labels/\(try group.text("labels"))/y").values
            let parameters = try #require(
                try JSONSerialization.jsonObject(with: Data(try group.text("parameters").utf8)) as? [String: Any])
            let count = try #require(parameters["n_splits"] as? Int)
            let seed = (parameters["random_state"] as? Int).map { UInt32($0) }
            func folds() throws -> RowFolds {
                name.hasPrefix("kf_")
                    ? try .plain(rowCount: labels.count, foldCount: count, seed: seed)
                    : try .stratified(labels: labels, foldCount: count, seed: seed)
            }
            compared += 1
            if try group.hasAttribute("exception") {
                #expect(throws: DataError.self, "\(name)") { try folds() }
                continue
            }
            let made = try folds()
            #expect(made.foldOfRow == (try group.integers("fold_of_row")).values, "\(name)")
            let first = made.split(0)
            #expect((first.train + first.test).sorted() == Array(labels.indices), "\(name)")
        }
        #expect(compared == 12)
    }
}
