import BallastCore
import BallastData
import BallastTensor
import Foundation
import TestSupport
import Testing

/// Runs transforms through the loader, as a run does.
private func batches(
    _ transforms: [any Transform], _ examples: ExampleSet, batchSize: Int? = nil, epoch: Int = 0, seed: UInt64 = 1,
    order: [Int]? = nil
) throws -> [Batch] {
    let loader = BatchLoader(
        examples, transforms: TransformPipeline(transforms), options: .init(batchSize: batchSize ?? examples.count),
        seed: seed)
    let stream = loader.trainingBatches(epoch: epoch, order: order ?? Array(0..<examples.count))
    var result: [Batch] = []
    while let batch = try stream.next() { result.append(batch) }
    return result
}

private func table(_ values: [Float], columns: Int) -> ExampleSet {
    let count = values.count / columns
    return ExampleSet(
        values: values, exampleShape: [columns], labels: (0..<count).map { Int32($0 % 2) }, classCount: 2)
}

/// Images whose every pixel has a value of its own, from 1 on.
private func images(_ count: Int, channels: Int = 2, height: Int = 5, width: Int = 4) -> ExampleSet {
    let size = channels * height * width
    return ExampleSet(
        values: (0..<count * size).map { Float($0 + 1) }, exampleShape: [channels, height, width],
        labels: (0..<count).map { Int32($0 % 3) }, classCount: 3)
}

private func context(_ shape: Shape) -> TransformContext { TransformContext(exampleShape: shape) }

@Suite struct ScalingTransformTests {
    /// Columns 1 2 3 6 (mean 3, deviation √3.5), constant, and −1 −1 1 1 (mean 0, deviation 1).
    private let examples = table([1, 7, -1, 2, 7, -1, 3, 7, 1, 6, 7, 1], columns: 3)

    private func fitted(_ transform: any Transform, on examples: ExampleSet) throws -> TransformPipeline {
        var pipeline = TransformPipeline([transform])
        try pipeline.fit(on: examples)
        return pipeline
    }

    @Test func standardise() throws {
        let pipeline = try fitted(Standardise(config: .init(), context: context([3])), on: examples)
        let deviation = 3.5.squareRoot()
        let expected = ["0.standardise.mean": [3, 7, 0], "0.standardise.standard_deviation": [deviation, 1, 1]]
        #expect(pipeline.state == expected)
        let values = try batches(pipeline.transforms, examples)[0].floats()
        let root = Float(3.5.squareRoot())
        expectClose(values, [-2 / root, 0, -1, -1 / root, 0, -1, 0, 0, 1, 3 / root, 0, 1], relative: 1e-6)
    }

    @Test func standardiseHalves() throws {
        var config = Standardise.Config()
        config.scale = false
        let centred = try fitted(Standardise(config: config, context: context([3])), on: examples)
        #expect(Array(try batches(centred.transforms, examples)[0].floats().prefix(3)) == [-2, 0, -1])
        config.scale = true
        config.centre = false
        let scaled = try fitted(Standardise(config: config, context: context([3])), on: examples)
        expectClose(
            Array(try batches(scaled.transforms, examples)[0].floats().prefix(3)),
            [Float(1 / 3.5.squareRoot()), 7, -1],
            relative: 1e-6)
    }

    /// Values far from 0 lose nothing to cancellation: a one-pass sum of squares would give 0 or worse.
    @Test func standardiseIsStable() throws {
        let offset: Float = 1_000_000
        let examples = table([offset, offset + 1, offset + 2, offset + 3], columns: 1)
        let pipeline = try fitted(Standardise(config: .init(), context: context([1])), on: examples)
        expectClose(pipeline.state["0.standardise.standard_deviation"] ?? [], [sqrt(1.25)], relative: 1e-12)
    }

    @Test func minMax() throws {
        var config = MinMax.Config()
        config.low = -1
        let pipeline = try fitted(MinMax(config: config, context: context([3])), on: examples)
        let expected: [String: [Double]] = ["0.min_max.minimum": [1, 7, -1], "0.min_max.maximum": [6, 7, 1]]
        #expect(pipeline.state == expected)
        let values = try batches(pipeline.transforms, examples)[0].floats()
        expectClose(
            values, [-1, -1, -1, -0.6, -1, -1, -0.2, -1, 1, 1, -1, 1], relative: 1e-6, absolute: 1e-6)
        // Of other rows, what lies outside is clipped on request only.
        let others = table([11, 7, -3], columns: 3)
        expectClose(try batches(pipeline.transforms, others)[0].floats(), [3, -1, -3], relative: 1e-6)
        config.clip = true
        let clipping = try fitted(MinMax(config: config, context: context([3])), on: examples)
        expectClose(try batches(clipping.transforms, others)[0].floats(), [1, -1, -1], relative: 1e-6)
    }

    @Test func imageNormaliseIsTorchvisions() throws {
        var config = ImageNormalise.Config()
        config.preset = .cifar10
        let transform = try ImageNormalise(config: config, context: context([3, 1, 2]))
        let bytes: [Float] = [0, 255, 100, 51, 17, 200].map { Float($0) / 255 }
        let examples = ExampleSet(values: bytes + bytes, exampleShape: [3, 1, 2], labels: [0, 1], classCount: 2)
        let values = try batches([transform], examples)[0].floats()
        // ((byte / 255) − mean) / std in float32.
        let means: [Float] = [0.4914, 0.4822, 0.4465], deviations: [Float] = [0.2023, 0.1994, 0.2010]
        let expected = bytes.indices.map { (bytes[$0] - means[$0 / 2]) / deviations[$0 / 2] }
        #expect(values == expected + expected)
        #expect(TransformPipeline([transform]).state.isEmpty)
    }

    @Test func imageNormaliseSymmetricIsOver128() throws {
        var config = ImageNormalise.Config()
        config.preset = .symmetric
        let transform = try ImageNormalise(config: config, context: context([1, 1, 3]))
        let examples = ExampleSet(
            values: [0, 128 / 255, 1], exampleShape: [1, 1, 3], labels: [0], classCount: 2)
        expectClose(
            try batches([transform], examples)[0].floats(), [-1, 0, 255.0 / 128 - 1], relative: 1e-6,
            absolute: 1e-6)
    }

    @Test func imageNormaliseFits() throws {
        let examples = images(3)
        let pipeline = try fitted(try ImageNormalise(config: .init(), context: context([2, 5, 4])), on: examples)
        // Channel 0 of image i is 40i + 1 … 40i + 20: mean 50.5, variance (400 − 1)/12 + 40²·2/3.
        let deviation = (399.0 / 12 + 1600 * 2 / 3.0).squareRoot()
        expectClose(pipeline.state["0.image_normalise.mean"] ?? [], [50.5, 70.5], relative: 1e-12)
        expectClose(
            pipeline.state["0.image_normalise.standard_deviation"] ?? [], [deviation, deviation], relative: 1e-12)
    }

    @Test func fittingSeesWhatComesBefore() throws {
        var pipeline = TransformPipeline([
            Standardise(config: .init(), context: context([3])), MinMax(config: .init(), context: context([3])),
        ])
        try pipeline.fit(on: examples)
        expectClose(
            pipeline.state["1.min_max.maximum"] ?? [], [3 / 3.5.squareRoot(), 0, 1], relative: 1e-6)
    }

    @Test func stateRestores() throws {
        var fitted = TransformPipeline([
            Standardise(config: .init(), context: context([3])), MinMax(config: .init(), context: context([3])),
        ])
        var restored = fitted
        try fitted.fit(on: examples)
        try restored.restore(fitted.state)
        #expect(restored.state == fitted.state)
        #expect(
            try batches(restored.transforms, examples)[0].floats()
                == batches(fitted.transforms, examples)[0].floats())
        expectError("mean of standardise must have 3 values, got 1") {
            try restored.restore(fitted.state.merging(["0.standardise.mean": [1]]) { $1 })
        }
        expectError("the state of min_max must have [\"minimum\", \"maximum\"], got [\"minimum\"]") {
            var state = fitted.state
            state["1.min_max.maximum"] = nil
            try restored.restore(state)
        }
        expectError("the state has values of no transform of this run: [\"2.cutout.x\"]") {
            try restored.restore(fitted.state.merging(["2.cutout.x": [1]]) { $1 })
        }
    }

    @Test func transformsOfImagesRefuseTables() throws {
        var registry = Registry<any Transform, TransformContext>(kind: "transform")
        try registry.registerStandardTransforms()
        #expect(
            registry.names == [
                "standardise", "min_max", "image_normalise", "random_crop", "horizontal_flip", "cutout", "mixup",
            ])
        for name in ["image_normalise", "random_crop", "horizontal_flip", "cutout"] {
            #expect(throws: ConfigError.self, "\(name)") {
                try registry.build(ComponentReference(name), context: context([12]))
            }
        }
        for name in registry.names {
            _ = try registry.build(ComponentReference(name), context: context([3, 32, 32]))
        }
    }
}

@Suite struct AugmentationTests {
    private func crop(_ mode: RandomCrop.Padding, padding: Int, fill: Double = 0) throws -> RandomCrop {
        var config = RandomCrop.Config()
        config.mode = mode
        config.padding = padding
        config.fill = fill
        return try RandomCrop(config: config, context: context([2, 5, 4]))
    }

    /// Every crop is one of the windows of the padded image, both channels moved alike, and all windows come up.
    @Test(arguments: [RandomCrop.Padding.constant, .reflect])
    func cropsAreWindowsOfThePaddedImage(mode: RandomCrop.Padding) throws {
        let padding = 2
        let examples = images(1000)
        let transform = try crop(mode, padding: padding, fill: -7)
        let values = try batches([transform], examples)[0].floats()
        var seen: [Int: Int] = [:]
        for index in 0..<examples.count {
            let original = try examples.values(at: [index])
            let actual = Array(values[index * 40..<(index + 1) * 40])
            let windows = (0..<25).filter { window in
                let down = window / 5 - padding, right = window % 5 - padding
                let expected = (0..<40).map { (place: Int) -> Float in
                    let channel = place / 20
                    var y = place / 4 % 5 + down
                    var x = place % 4 + right
                    if !(0..<5).contains(y) || !(0..<4).contains(x) {
                        if mode == .constant { return -7 }
                        y = y < 0 ? -y : min(y, 8 - y)
                        x = x < 0 ? -x : min(x, 6 - x)
                    }
                    return original[channel * 20 + y * 4 + x]
                }
                return actual == expected
            }
            #expect(windows.count == 1, "image \(index) is \(windows.count) windows of the padded one")
            for window in windows { seen[window, default: 0] += 1 }
        }
        #expect(seen.count == 25)
        // 40 expected of each; five standard deviations are 31.
        #expect(seen.values.allSatisfy { (9...71).contains($0) })
    }

    @Test func flipsAreMirrorImages() throws {
        let examples = images(1000)
        let flip = try HorizontalFlip(config: .init(), context: context([2, 5, 4]))
        let values = try batches([flip], examples)[0].floats()
        var flipped = 0
        for index in 0..<examples.count {
            let original = try examples.values(at: [index])
            let mirrored = (0..<40).map { (place: Int) -> Float in
                let line = place / 4 * 4
                return original[line + 3 - place % 4]
            }
            let actual = Array(values[index * 40..<(index + 1) * 40])
            #expect(actual == original || actual == mirrored)
            if actual == mirrored { flipped += 1 }
        }
        #expect((421...579).contains(flipped))  // five standard deviations of 1,000 fair coins
        var config = HorizontalFlip.Config()
        config.probability = 0
        let never = try HorizontalFlip(config: config, context: context([2, 5, 4]))
        #expect(try batches([never], examples)[0].floats() == (try examples.values(at: Array(0..<1000))))
    }

    @Test func cutoutCoversOneSquare() throws {
        var config = Cutout.Config()
        config.size = 3
        config.fill = -1
        let examples = images(500)
        let values = try batches([try Cutout(config: config, context: context([2, 5, 4]))], examples)[0].floats()
        var areas: Set<Int> = []
        for index in 0..<examples.count {
            let original = try examples.values(at: [index])
            let actual = Array(values[index * 40..<(index + 1) * 40])
            let covered = (0..<20).filter { actual[$0] == -1 }
            #expect(covered == (0..<20).filter { actual[20 + $0] == -1 }, "both channels are covered alike")
            #expect((0..<40).allSatisfy { actual[$0] == -1 || actual[$0] == original[$0] })
            let rows = Set(covered.map { $0 / 4 }), columns = Set(covered.map { $0 % 4 })
            #expect(covered.count == rows.count * columns.count && rows.count <= 3 && columns.count <= 3)
            areas.insert(covered.count)
        }
        // From 2×2 in a corner to 3×3.
        #expect(areas == [4, 6, 9])
    }

    /// Values and labels are mixed with the same weight and partners.
    @Test func mixupMixesPairs() throws {
        // Value = 100 · row, so that a mixture shows its partner.
        let count = 64
        let examples = ExampleSet(
            values: (0..<count).map { Float($0 * 100) }, exampleShape: [1], labels: (0..<count).map(Int32.init),
            classCount: count)
        let mixup = Mixup(config: .init(), context: context([1]))
        let batch = try batches([mixup], examples)[0]
        let values = batch.floats()
        let mix = try #require(batch.mix)
        #expect(mix.weight > 0 && mix.weight < 1)
        #expect(mix.labels.values.sorted() == examples.labels && mix.labels.values != examples.labels)
        for index in 0..<count {
            let expected = mix.weight * Float(index * 100) + (1 - mix.weight) * Float(mix.labels.values[index]) * 100
            expectClose(values[index], expected, relative: 1e-5, absolute: 1e-3)
        }
        #expect(batch.labels.values == examples.labels)
    }

    /// Weights are Beta(α, α): mean ½, variance 1 / (4(2α + 1)).
    @Test(arguments: [0.2, 1.0, 4.0])
    func mixupWeightsAreBeta(alpha: Double) throws {
        var config = Mixup.Config()
        config.alpha = alpha
        let mixup = Mixup(config: config, context: context([1]))
        let count = 4000
        let examples = table([Float](repeating: 0, count: count), columns: 1)
        let weights = try batches([mixup], examples, batchSize: 1).map { Double($0.mix?.weight ?? -1) }
        #expect(weights.count == count && weights.allSatisfy { (0...1).contains($0) })
        let mean = weights.reduce(0, +) / Double(count)
        let variance = weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
        let expected = 1 / (4 * (2 * alpha + 1))
        #expect(abs(mean - 0.5) < 5 * (expected / Double(count)).squareRoot())
        #expect(abs(variance / expected - 1) < 0.12)
    }

    @Test func augmentationIsForTrainingOnly() throws {
        let examples = images(8)
        let transforms: [any Transform] = [
            try crop(.constant, padding: 2), try HorizontalFlip(config: .init(), context: context([2, 5, 4])),
            try Cutout(config: .init(), context: context([2, 5, 4])),
            Mixup(config: .init(), context: context([2, 5, 4])),
        ]
        let loader = BatchLoader(
            examples, transforms: TransformPipeline(transforms), options: .init(batchSize: 8), seed: 0)
        let batch = try #require(try loader.evaluationBatches().next())
        #expect(batch.floats() == (try examples.values(at: Array(0..<8))) && batch.mix == nil)
    }

    /// What a row becomes depends on seed, epoch and row: not on its batch, the order, or the rest of the set.
    @Test func augmentationDependsOnSeedEpochAndRow() throws {
        let examples = images(60)
        let transforms: [any Transform] = [
            try crop(.constant, padding: 2), try HorizontalFlip(config: .init(), context: context([2, 5, 4])),
        ]
        func byRow(_ set: ExampleSet, batchSize: Int, epoch: Int = 3, seed: UInt64 = 9, order: [Int]) throws -> [Int:
            [Float]]
        {
            var result: [Int: [Float]] = [:]
            let all = try batches(transforms, set, batchSize: batchSize, epoch: epoch, seed: seed, order: order)
            for batch in all {
                let values = batch.floats()
                for index in 0..<batch.count {
                    result[set.rows[order[batch.number * batchSize + index]]] = Array(
                        values[index * 40..<(index + 1) * 40])
                }
            }
            return result
        }
        let plain = try byRow(examples, batchSize: 60, order: Array(0..<60))
        #expect(try byRow(examples, batchSize: 7, order: Array((0..<60).reversed())) == plain)
        let some = try byRow(examples.selecting([50, 3, 20]), batchSize: 2, order: [2, 0, 1])
        for (row, values) in some { #expect(plain[row] == values, "row \(row)") }
        #expect(some.count == 3)
        #expect(try byRow(examples, batchSize: 60, epoch: 4, order: Array(0..<60)) != plain)
        #expect(try byRow(examples, batchSize: 60, seed: 10, order: Array(0..<60)) != plain)
    }

    /// A sampler that repeats a row gets another image each time, the first as without repeats.
    @Test func repeatedRowsAreAugmentedAnew() throws {
        let examples = images(1)
        let transform = try crop(.constant, padding: 2)
        let single = try batches([transform], examples)[0].floats()
        let all = try batches([transform], examples, batchSize: 10, order: Array(repeating: 0, count: 30))
        let values = all.flatMap { batch in
            let values = batch.floats()
            return (0..<10).map { Array(values[$0 * 40..<($0 + 1) * 40]) }
        }
        #expect(values[0] == single)
        #expect(Set(values).count > 10)
        // Taken up in the middle, the epoch goes on with the same images.
        let loader = BatchLoader(
            examples, transforms: TransformPipeline([transform]), options: .init(batchSize: 10), seed: 1)
        let later = try #require(
            try loader.trainingBatches(epoch: 0, order: Array(repeating: 0, count: 30), from: 2).next())
        #expect(later.number == 2 && later.floats() == all[2].floats())
    }
}
