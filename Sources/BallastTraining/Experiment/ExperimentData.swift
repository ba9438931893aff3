internal import BallastCore
internal import BallastData
internal import BallastTensor

/// The data of one run: splits and subset fixed by seed, transforms fitted on training rows, loaders.
///
/// In this order: test rows are set apart (a fold's, or a share if the data set has no test split), the long-tailed
/// subset is taken of the rest, validation rows are carved from the subset, transforms learn from what remains, and a
/// resampler works on what comes out of them. Nothing that a later step needs is seen by an earlier one.
struct ExperimentData {
    let datasetName: String
    let fingerprint: String
    let classNames: [String]
    let positiveClass: Int
    let training: ExampleSet
    let validation: ExampleSet?
    let test: ExampleSet?
    let transforms: TransformPipeline
    /// What epochs visit of the training rows.
    let sampled: SampledTraining
    private let trainingLoader: BatchLoader
    private let observationLoader: BatchLoader
    private let validationLoader: BatchLoader?
    private let testLoader: BatchLoader?

    init(_ run: DecodedRun, streams: RandomStreams) throws {
        let config = run.config.data
        let seed = run.config.splitSeed
        let file = try DatasetFile(path: config.path)
        datasetName = file.description.name
        fingerprint = file.fingerprint
        classNames = file.description.classNames
        positiveClass = config.positiveClass
        guard positiveClass < classNames.count else {
            throw TrainingError.unsuitableData(
                "data.positive_class is \(positiveClass), but \(config.path) has \(classNames.count) classes")
        }
        let budget = config.residentMegabytes * 1_000_000
        let chunkedShuffle = config.chunkedShuffle
        func examples(_ split: DatasetSplit) throws -> ExampleSet {
            try split.examples(memoryBudget: budget, buffer: chunkedShuffle?.buffer(of: split))
        }
        /// Rows that a split chose at random would be read one by one; by blocks they are read in the order of the file.
        func chosen(_ positions: [Int], of examples: ExampleSet) -> ExampleSet {
            let chosen = examples.selecting(positions)
            return chunkedShuffle == nil ? chosen : chosen.inFileOrder()
        }
        let trainSplit = try file.split(config.trainSplit)
        var rest = try examples(trainSplit)
        var test: ExampleSet?
        if let split = try config.foldSplit(labels: rest.labels, seed: seed) {
            test = chosen(split.test, of: rest)
            rest = chosen(split.train, of: rest)
        } else if let fraction = config.testFraction {
            let split = try RowSplit.stratified(
                labels: rest.labels, test: .fraction(fraction), random: NumPyRandom(seed: seed))
            test = chosen(split.test, of: rest)
            rest = chosen(split.train, of: rest)
        } else if file.splitNames.contains(config.testSplit) {
            test = try examples(file.split(config.testSplit))
        }
        if let tail = config.longTail {
            let subset = LongTail(
                imbalanceFactor: tail.imbalanceFactor, profile: tail.profile,
                seed: UInt32(truncatingIfNeeded: tail.seed))
            rest = chosen(try subset.select(labels: rest.labels, classCount: classNames.count), of: rest)
        }
        var validation: ExampleSet?
        if config.validationFraction > 0 {
            let split = try RowSplit.holdOut(
                labels: rest.labels, size: .fraction(config.validationFraction), seed: seed)
            validation = chosen(split.test, of: rest)
            rest = chosen(split.train, of: rest)
        }
        if let empty = rest.classCounts.firstIndex(of: 0) {
            throw TrainingError.unsuitableData(
                "class \(classNames[empty]) has no training rows in \(config.path)")
        }
        training = rest
        self.validation = validation
        self.test = test

        let context = TransformContext(exampleShape: rest.exampleShape)
        var pipeline = TransformPipeline(try run.transforms.map { try $0.build(context) })
        try pipeline.fit(on: rest)
        transforms = pipeline
        let sampled = try SampledTraining(
            run, examples: rest, transforms: pipeline, classNames: classNames,
            chunkedShuffle: chunkedShuffle?.order(of: rest, from: trainSplit))
        self.sampled = sampled
        let batches = run.config.training
        trainingLoader = BatchLoader(
            sampled.set.examples, transforms: sampled.set.transforms,
            options: .init(batchSize: batches.batchSize, dropsLast: batches.dropLast), seed: streams.seed)
        func evaluationLoader(_ examples: ExampleSet, _ transforms: TransformPipeline) -> BatchLoader {
            BatchLoader(
                examples, transforms: transforms, options: .init(batchSize: batches.evaluationBatchSize),
                seed: streams.seed)
        }
        observationLoader = evaluationLoader(sampled.set.examples, sampled.set.transforms)
        validationLoader = validation.map { evaluationLoader($0, pipeline) }
        testLoader = test.map { evaluationLoader($0, pipeline) }
    }

    /// The examples of the training set in their order, without augmentation.
    func observedBatches() -> BatchStream { observationLoader.evaluationBatches() }

    func trainingBatches(epoch: Int, order: [Int], from batch: Int) -> BatchStream {
        trainingLoader.trainingBatches(epoch: epoch, order: order, from: batch)
    }

    func evaluationLoader(_ split: EvaluatedSplit) -> BatchLoader? {
        switch split {
        case .validation: validationLoader
        case .test: testLoader
        }
    }

    /// The number of optimizer steps of an epoch, from the length of its first order.
    func stepsPerEpoch(streams: RandomStreams) throws -> Int {
        let rows = try sampled.order(epoch: 0, random: streams).count
        let steps = trainingLoader.batchCount(exampleCount: rows)
        guard steps > 0 else {
            throw TrainingError.unsuitableData(
                "an epoch has no batch: \(rows) training rows, batch size "
                    + "\(trainingLoader.options.batchSize), drop_last")
        }
        return steps
    }

    func task(totalSteps: Int) -> TaskDescription {
        TaskDescription(
            dataset: datasetName, fingerprint: fingerprint, inputShape: Array(training.exampleShape),
            storedShape: Array(training.exampleShape), classNames: classNames,
            trainingCounts: training.classCounts, resampledCounts: sampled.record?.countsAfter,
            positiveClass: positiveClass, totalSteps: totalSteps)
    }
}
