internal import BallastCore
internal import BallastData
internal import Foundation

/// The training rows as epochs visit them: resampled first, if the sampler does that, then ordered by it.
struct SampledTraining {
    let set: TrainingSet
    /// What resampling did; nil if the rows are as they were.
    let record: ResamplingRecord?
    private let sampler: any Sampler
    /// What takes the place of the sampler's order; nil if the sampler says it.
    private let chunkedShuffle: ChunkedShuffle?

    /// - Throws: `ConfigError`, `ResamplingError`, `DataError`: whatever of the sampler does not suit the rows.
    ///   `TrainingError` if a class has no rows left.
    init(
        _ run: DecodedRun, examples: ExampleSet, transforms: TransformPipeline, classNames: [String],
        chunkedShuffle: ChunkedShuffle? = nil
    ) throws {
        let training = run.config.training
        self.chunkedShuffle = chunkedShuffle
        var sampler = try run.sampler.build(
            SamplerContext(
                labels: examples.labels, classNames: classNames, epochs: training.epochs,
                batchSize: training.batchSize))
        let start = Date.now
        let resampling = try run.sampler.placingErrors {
            try sampler.resample(
                examples.featureTable(transforms), seed: UInt32(truncatingIfNeeded: run.config.seed),
                threads: run.config.threads ?? ProcessInfo.processInfo.activeProcessorCount)
        }
        let given = TrainingSet(examples, transforms: transforms)
        guard let resampling else {
            (set, record) = (given, nil)
            self.sampler = sampler
            return
        }
        let resampled = try given.resampled(resampling, by: run.sampler.name)
        let counts = resampled.classCounts
        if let empty = counts.firstIndex(of: 0) {
            throw TrainingError.unsuitableData(
                "\(run.sampler.name) leaves no training rows of class \(classNames[empty]), which has "
                    + "\(examples.classCounts[empty])")
        }
        set = resampled
        record = ResamplingRecord(
            sampler: run.sampler.name, countsBefore: examples.classCounts, countsAfter: counts,
            madeRows: resampling.madeLabels.count, seconds: Date.now.timeIntervalSince(start))
        self.sampler = sampler
    }

    /// Whether orders depend on what the model has learnt.
    var isObserving: Bool { sampler is any ObservingSampler }

    /// The positions in the set's examples that an epoch visits.
    ///
    /// - Parameter labelProbabilities: for each of the set's examples the probability of its class, [N]; asked for by
    ///   samplers that observe the model, and only if it is given.
    func order(
        epoch: Int, random: RandomStreams, labelProbabilities: (() throws -> [Double])? = nil
    ) throws -> [Int] {
        if let chunkedShuffle { return chunkedShuffle.order(random: random) }
        guard let labelProbabilities, let observer = sampler as? any ObservingSampler else {
            return set.positions(try sampler.order(epoch: epoch, random: random))
        }
        let probabilities = try labelProbabilities()
        return set.positions(
            try observer.order(
                epoch: epoch, random: random,
                labelProbabilities: set.positions(Array(0..<set.count)).map { probabilities[$0] }))
    }
}
