public import BallastCore
import BallastTensor

/// What epochs train on: training examples as they are, or what a resampler made of them.
public struct TrainingSet: Sendable {
    /// The examples that a loader takes batches from.
    public let examples: ExampleSet
    /// The transforms that those examples still need.
    public let transforms: TransformPipeline
    /// The position in `examples` of every row of the set; nil if they are the same.
    private let positions: [Int]?

    /// Training examples as they are.
    public init(_ examples: ExampleSet, transforms: TransformPipeline) {
        self.init(examples: examples, transforms: transforms, positions: nil)
    }

    private init(examples: ExampleSet, transforms: TransformPipeline, positions: [Int]?) {
        self.examples = examples
        self.transforms = transforms
        self.positions = positions
    }

    /// The number of rows.
    public var count: Int { positions?.count ?? examples.count }

    /// The number of rows of each class, [K].
    public var classCounts: [Int] {
        guard let positions else { return examples.classCounts }
        var counts = [Int](repeating: 0, count: examples.classCount)
        for position in positions { counts[Int(examples.labels[position])] += 1 }
        return counts
    }

    /// The positions in `examples` that an order of rows of the set visits.
    public func positions(_ order: [Int]) -> [Int] {
        guard let positions else { return order }
        return order.map { positions[$0] }
    }

    /// The set that a resampler made of these examples.
    ///
    /// Chosen and repeated rows stay where they are and are transformed as ever. If there are made rows, all rows of the
    /// new set are kept in memory as they come out of the fitted transforms, and batches get augmentation alone.
    ///
    /// - Throws: `.badRequest` if rows were made and a transform that augments comes before one that does not; `HDF5Error`
    ///   if features cannot be read.
    public func resampled(_ resampling: Resampling, by sampler: String) throws -> TrainingSet {
        require(positions == nil, "a training set is resampled once")
        let fault = resampling.fault(madeOf: examples.featureTable())
        require(fault == nil, "the resampler \(sampler) \(fault ?? "")")
        guard !resampling.madeLabels.isEmpty else {
            return TrainingSet(examples: examples, transforms: transforms, positions: resampling.rows)
        }
        if let (augmenting, fitted) = transforms.augmentationBeforeFitted {
            throw DataError(
                .badRequest,
                "\(sampler) makes rows of what comes out of \(fitted), before which \(augmenting) would have changed them: put "
                    + "\(augmenting) behind \(fitted) in transforms")
        }
        let width = examples.valuesPerExample
        let source = try ResidentRows(type: .float32, rowCount: resampling.count, valuesPerRow: width) { memory in
            let target = memory.bindMemory(to: Float.self)
            var end = 0
            try ExampleRows(examples: examples, pipeline: transforms).forEachBlock(of: resampling.rows) { block, _ in
                for value in block {
                    target[end] = value
                    end += 1
                }
            }
            for value in resampling.madeValues {
                target[end] = Float(value)
                end += 1
            }
        }
        // Made rows get numbers of their own, by which augmentation tells them apart.
        let firstNew = (examples.rows.max() ?? -1) + 1
        let made = ExampleSet(
            exampleShape: examples.exampleShape, classCount: examples.classCount,
            labels: resampling.labels(given: examples.labels),
            rows: resampling.rows.map { examples.rows[$0] } + resampling.madeLabels.indices.map { firstNew + $0 },
            source: source)
        return TrainingSet(examples: made, transforms: transforms.augmentation, positions: nil)
    }
}

extension ExampleSet {
    /// Labels, and features as evaluation sees them after the transforms, for a resampler.
    public func featureTable(_ transforms: TransformPipeline = .identity) -> FeatureTable {
        FeatureTable(labels: labels, classCount: classCount, width: valuesPerExample, isSinglePrecision: true) {
            var values: [Double] = []
            values.reserveCapacity(count * valuesPerExample)
            try ExampleRows(examples: self, pipeline: transforms).forEachBlock { block, _ in
                values.append(contentsOf: block.lazy.map(Double.init))
            }
            return values
        }
    }
}

extension TransformPipeline {
    /// The transforms of training alone.
    var augmentation: TransformPipeline { TransformPipeline(transforms.filter { $0.stage == .trainingOnly }) }

    /// The first transform of training alone that comes before one of evaluation, and that one.
    var augmentationBeforeFitted: (augmenting: String, fitted: String)? {
        guard let first = transforms.firstIndex(where: { $0.stage == .trainingOnly }),
            let later = transforms[first...].first(where: { $0.stage == .always })
        else { return nil }
        return (type(of: transforms[first]).name, type(of: later).name)
    }
}
