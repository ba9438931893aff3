public import BallastCore
public import BallastTensor
internal import BallastData

/// Everything one run trains and evaluates, made from its configuration.
///
/// Made in the order in which PyTorch programs make things, since initial values and batch orders come from one stream:
/// model, loss, then the orders of the epochs.
public final class Experiment {
    public let config: RunConfig
    public let name: String
    public let device: Device
    public let streams: RandomStreams
    public let task: TaskDescription
    public let learner: Learner
    let data: ExperimentData
    let weighting: ClassWeighting
    let updater: ParameterUpdater
    let monitor: Monitor?
    /// Chooses the validation rows whose outputs listeners get; nil if none wants them.
    let outputSampler: OutputSampler?
    public let stepsPerEpoch: Int

    /// - Throws: `ConfigError`, `HDF5Error`, `DataError`, `ResamplingError`, `TrainingError`: whatever of the configuration does not suit
    ///   the data.
    public init(_ run: DecodedRun, name: String) throws {
        config = run.config
        self.name = name
        device = Device.cpu(threads: config.threads)
        streams = RandomStreams(seed: UInt64(config.seed))
        data = try ExperimentData(run, streams: streams)
        stepsPerEpoch = try data.stepsPerEpoch(streams: RandomStreams(seed: streams.seed))
        task = data.task(totalSteps: stepsPerEpoch * config.training.epochs)
        learner = try Learner(run, task: task, device: device, random: streams.torch)
        weighting = try run.weighting.build(WeightingContext(classCounts: task.trainedCounts))
        updater = try ParameterUpdater(
            optimizer: run.optimizer.build(()),
            schedule: run.schedule.build(
                ScheduleContext(
                    epochs: config.training.epochs, stepsPerEpoch: stepsPerEpoch, schedules: run.registries.schedules)),
            model: learner.modelStore.parameters, loss: learner.lossStore.parameters,
            policy: config.training.updatePolicy)
        monitor = Experiment.monitor(
            config.training.monitor, metrics: learner.metrics, hasValidation: data.validation != nil)
        let sampled = config.log.tensorboard ? data.validation : nil
        outputSampler = sampled.map {
            OutputSampler(
                labels: $0.labels, rows: $0.rows, classCount: $0.classCount, limit: run.config.log.rows,
                seed: UInt64(run.config.seed))
        }
    }

    public var parameterCount: Int { learner.parameterCount }

    /// The metric by which epochs are compared; nil without validation rows.
    private static func monitor(_ name: String, metrics: [NamedMetric], hasValidation: Bool) -> Monitor? {
        guard hasValidation else { return nil }
        let direction = metrics.first { $0.name == name }?.metric.direction
        return Monitor(name: name, direction: direction ?? .lowerIsBetter)
    }
}

/// What one optimizer step gave.
struct StepOutcome {
    let loss: Double
    let terms: [String: Double]
    let examples: Int
    let learningRate: Double
}

extension Experiment {
    /// The positions in the training examples that an epoch visits, drawn anew.
    func drawOrder(epoch: Int) throws -> [Int] {
        try data.sampled.order(epoch: epoch, random: streams) {
            try self.learner.labelProbabilities(self.data.observedBatches())
        }
    }

    /// One optimizer step on one batch.
    func train(on batch: Batch, reduction: LossReduction, at position: TrainingPosition) throws -> StepOutcome {
        let labels = batch.labels
        var stepRandom = streams.counter(epoch: position.epoch, index: position.step, lane: Experiment.stepLane)
        let output = learner.output(of: batch, .training(seed: stepRandom.next64()))
        let lossBatch = LossBatch(output: output, labels: labels, position: position)
        let value = learner.loss(lossBatch)
        let total: Tensor
        if let mix = batch.mix {
            let other = learner.loss(LossBatch(output: output, labels: mix.labels, position: position))
            total = reduction(value, labels, other, mix.labels, portion: Double(mix.weight))
        } else {
            total = reduction(value, labels)
        }
        let loss = total.item()
        var terms: [String: Double] = [:]
        for (name, term) in value.terms { terms[name] = device.withoutRecording { term.mean().item() } }
        if loss.isFinite {
            updater.clearGradients()
            total.backward()
            updater.update(at: position)
            learner.loss.afterStep(lossBatch.detached())
        }
        return StepOutcome(
            loss: loss, terms: terms, examples: labels.count,
            learningRate: updater.learningRate(at: position))
    }

    /// The lane of the counter-based generator that seeds a step's dropout; transforms use those below 128.
    private static let stepLane: UInt8 = 255

    /// Refuses to save or go on with parameters that are not numbers any more.
    func requireFiniteParameters(epoch: Int, step: Int, lastCheckpoint: String?) throws {
        for parameter in learner.parameters {
            let isFinite = device.withoutRecording { parameter.value.detached().abs().sum().item().isFinite }
            guard isFinite else {
                throw TrainingError.nonFiniteParameter(
                    path: parameter.path, epoch: epoch, step: step, lastCheckpoint: lastCheckpoint)
            }
        }
    }
}
