import Ballast
import Foundation
import Testing
import TestSupport

@Suite struct TrainedEnsembleTests {
    private let fixture: RunFixture

    init() throws { fixture = try RunFixture() }

    private func open(
        _ names: [String], _ rule: EnsembleRule = .average, weights: [Double]? = nil
    ) throws -> TrainedEnsemble {
        try TrainedEnsemble(paths: names.map { fixture.folder($0).path }, rule: rule, weights: weights) { _ in
            try .standard()
        }
    }

    private func predictions(_ model: any EvaluatedModel, part: RunPart = .test) throws -> Predictions {
        try model.evaluate(dataset: RunFixture.satImage, part: part).predictions
    }

    private static let oneSplit = ["data.split_seed=7", "training.epochs=1"]

    @Test func anAverageOfOneRunThriceIsTheRun() throws {
        try fixture.train(Self.oneSplit, in: "a")
        let model = try TrainedModel(path: fixture.folder("a").path, registries: .standard())
        let ensemble = try open(["a", "a", "a"], weights: [1, 0.3, 7])
        let evaluation = try ensemble.evaluate(dataset: RunFixture.satImage, part: .test)
        #expect(evaluation.predictions.probabilities == (try predictions(model)).probabilities)
        var alone = model.scores(try model.evaluate(dataset: RunFixture.satImage, part: .test))
        // An ensemble has no loss.
        alone["loss"] = nil
        #expect(ensemble.scores(evaluation) == alone)
        let split = try ensemble.evaluate(dataset: RunFixture.satImage, split: .all).predictions
        #expect(
            split.probabilities
                == (try model.evaluate(dataset: RunFixture.satImage, split: .all)).predictions.probabilities)
    }

    /// Members of different losses, models and transforms; the order in which they are named changes no bit.
    @Test(arguments: EnsembleRule.allCases) func theOrderOfRunsDoesNotMatter(rule: EnsembleRule) throws {
        try fixture.train(Self.oneSplit, in: "a")
        try fixture.train(Self.oneSplit + ["loss={type: fal}", "seed=4"], in: "b")
        try fixture.train(Self.oneSplit + ["model={type: mlp, hidden: [3, 4]}", "transforms=[min_max]"], in: "c")
        let first = try predictions(open(["a", "b", "c"], rule, weights: [0.1, 0.2, 0.7]))
        let second = try predictions(open(["c", "a", "b"], rule, weights: [0.7, 0.1, 0.2]))
        #expect(first.probabilities == second.probabilities && first.labels == second.labels)

        // And the average is that of the members' own predictions.
        guard rule == .average else { return }
        let alone = try ["a", "b", "c"].map {
            try predictions(TrainedModel(path: fixture.folder($0).path, registries: .standard())).probabilities
        }
        let expected = alone[0].indices.map { 0.1 * alone[0][$0] + 0.2 * alone[1][$0] + 0.7 * alone[2][$0] }
        expectClose(first.probabilities, expected, relative: 1e-14)
    }

    @Test func everyMemberIsEvaluatedAsAlone() throws {
        try fixture.train(Self.oneSplit, in: "a")
        try fixture.train(Self.oneSplit + ["seed=4"], in: "b")
        let (_, scores) = try open(["b", "a"]).evaluateWithMembers(dataset: RunFixture.satImage, part: .test)
        for (name, found) in zip(["b", "a"], scores) {
            #expect(found == (try fixture.folder(name).summary()).test, "\(name)")
        }
    }

    /// Rows that one member was trained on are no test of the ensemble.
    @Test func onlyRowsThatAreTestToAllCount() throws {
        try fixture.train(["training.epochs=1", "seed=1"], in: "a")
        try fixture.train(["training.epochs=1", "seed=2"], in: "b")
        let tests = try ["a", "b"].map {
            Set(try HDF5File.open(fixture.folder($0).splitsPath).dataset("test/row").read(as: Int.self).values)
        }
        let common = tests[0].intersection(tests[1])
        #expect(!common.isEmpty && common.count < tests[0].count)
        #expect(try predictions(open(["a", "b"])).count == common.count)
    }

    @Test func foldsHaveNoTestInCommon() throws {
        for fold in 0..<2 {
            try fixture.train(["training.epochs=1", "data.fold={count: 2, index: \(fold)}"], in: "fold-\(fold)")
        }
        let ensemble = try open(["fold-0", "fold-1"])
        let error = #expect(throws: TrainingError.self) { try predictions(ensemble) }
        #expect(
            "\(try #require(error))".contains("no row is test to every run: \(fixture.folder("fold-1").path) has none"))
        // A split that neither kept rows of can be predicted.
        #expect(try ensemble.evaluate(dataset: RunFixture.satImage, split: .all).predictions.count == 6435)
    }

    /// The threshold is the one that the rule gives on the averaged validation predictions.
    @Test func theThresholdIsChosenOnCommonValidationRows() throws {
        for seed in [1, 2] {
            try fixture.train(Self.oneSplit + ["threshold=best_f1", "seed=\(seed)"], in: "\(seed)")
        }
        let ensemble = try open(["1", "2"])
        try ensemble.chooseThreshold(dataset: RunFixture.satImage)
        let validation = try predictions(ensemble, part: .validation)
        guard case .chosen(let expected, _) = try BestF1Threshold(config: .init())(validation) else {
            Issue.record("no threshold")
            return
        }
        #expect(ensemble.threshold == expected)
        let evaluation = try ensemble.evaluate(dataset: RunFixture.satImage, part: .test)
        #expect(ensemble.scores(evaluation)["threshold"] == .scalar(expected))
        let positive = evaluation.predictions.scores(of: 1).map { $0 >= expected ? Int32(1) : 0 }
        #expect(evaluation.predictions.predictedClasses == positive)
    }

    /// Without rows in common there is a reason in the place of a threshold, and the likelier class is predicted.
    @Test func aThresholdThatCannotBeChosenHasAReason() throws {
        for fold in 0..<2 {
            try fixture.train(
                ["training.epochs=1", "threshold=best_f1", "data.fold={count: 2, index: \(fold)}"], in: "\(fold)")
        }
        let ensemble = try open(["0", "1"])
        try ensemble.chooseThreshold(dataset: RunFixture.satImage)
        guard case .undefined(let reason) = ensemble.chosenThreshold else {
            Issue.record("\(String(describing: ensemble.chosenThreshold))")
            return
        }
        #expect(reason.contains("no row is validation to every run"))
        #expect(ensemble.threshold == nil)
    }

    @Test func runsThatDoNotBelongTogetherAreNamed() throws {
        try fixture.train(Self.oneSplit, in: "a")
        try fixture.train(Self.oneSplit + ["data.positive_class=0"], in: "b")
        let (a, b) = (fixture.folder("a").path, fixture.folder("b").path)
        expectError("\(a) and \(b) differ in the class of interest: 1, and 0") { try open(["a", "b"]) }
        expectError("an ensemble needs two runs at least") { try open(["a"]) }
        expectError("there are 1 weights for 2 runs") { try open(["a", "a"], weights: [1]) }
        expectError("weights of runs must be positive, got 1.0, 0.0") { try open(["a", "a"], weights: [1, 0]) }
    }
}
