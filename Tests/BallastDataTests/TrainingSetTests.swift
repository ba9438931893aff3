import BallastCore
import BallastData
import TestSupport
import Testing

@Suite struct TrainingSetTests {
    /// Rows 5 to 8 of a split; means 3 and 0, deviations √3.5 and 1.
    private let examples: ExampleSet
    /// The same, standardised.
    private let standardised: [Float]

    init() throws {
        let all = ExampleSet(
            values: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -1, 2, -1, 3, 1, 6, 1], exampleShape: [2],
            labels: [0, 0, 0, 0, 0, 0, 0, 1, 1], classCount: 2)
        examples = all.selecting([5, 6, 7, 8])
        let root = Float(3.5.squareRoot())
        standardised = [-2 / root, -1, -1 / root, -1, 0, 1, 3 / root, 1]
    }

    private func pipeline(_ transforms: [any Transform]) throws -> TransformPipeline {
        var pipeline = TransformPipeline(transforms)
        try pipeline.fit(on: examples)
        return pipeline
    }

    private var standardise: any Transform {
        Standardise(config: .init(), context: TransformContext(exampleShape: [2]))
    }

    private var mixup: any Transform { Mixup(config: .init(), context: TransformContext(exampleShape: [2])) }

    @Test func aResamplerSeesWhatEvaluationSees() throws {
        let table = examples.featureTable(try pipeline([standardise, mixup]))
        #expect(table.labels == [0, 0, 1, 1] && table.classCount == 2 && table.width == 2 && table.isSinglePrecision)
        expectClose(try table.values(), standardised, relative: 1e-6)
        #expect(try examples.featureTable().values() == [1, -1, 2, -1, 3, 1, 6, 1])
    }

    @Test func madeRowsStandBehindTransformedOnes() throws {
        let resampling = Resampling(rows: [2, 0, 0], madeValues: [0.5, 0.25, -7, 8], madeLabels: [1, 0])
        let set = try TrainingSet(examples, transforms: pipeline([standardise, mixup])).resampled(resampling, by: "x")
        expectClose(
            try set.examples.values(at: Array(0..<5)),
            [standardised[4], standardised[5]] + standardised[..<2] + standardised[..<2] + [0.5, 0.25, -7, 8],
            relative: 1e-6)
        #expect(set.examples.labels == [1, 0, 0, 1, 0])
        #expect(set.classCounts == [3, 2])
        // Augmentation tells rows apart by their number in the split; made ones get numbers behind all others.
        #expect(set.examples.rows == [7, 5, 5, 9, 10])
        #expect(set.positions([4, 0, 4]) == [4, 0, 4])
        #expect(set.transforms.transforms.map { type(of: $0).name } == ["mixup"])
    }

    @Test func chosenRowsStayWhereTheyAre() throws {
        let set = try TrainingSet(examples, transforms: pipeline([mixup, standardise]))
            .resampled(Resampling(rows: [3, 1, 1]), by: "x")
        #expect(set.positions([0, 2, 1, 0]) == [3, 1, 1, 3])
        #expect(set.classCounts == [2, 1])
        #expect(set.examples.rows == [5, 6, 7, 8])
        #expect(set.transforms.transforms.map { type(of: $0).name } == ["mixup", "standardise"])
    }

    @Test func augmentationMustComeLastWhereRowsAreMade() throws {
        let set = try TrainingSet(examples, transforms: pipeline([mixup, standardise]))
        expectError(
            "smote makes rows of what comes out of standardise, before which mixup would have changed them: put mixup behind "
                + "standardise in transforms"
        ) { try set.resampled(Resampling(rows: [], madeValues: [1, 2], madeLabels: [0]), by: "smote") }
    }
}
