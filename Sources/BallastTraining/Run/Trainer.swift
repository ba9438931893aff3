internal import BallastCore
internal import BallastData
internal import BallastTensor
internal import Foundation

/// Runs an experiment from its first or a later epoch to its end.
///
/// The loop is thin: it draws an order, steps through batches, validates, saves, and tells listeners what happened.
/// Everything it depends on is in the experiment and, after a resumption, in the checkpoint, so a run that was cut off
/// anywhere gives the same weights and metrics as one that was not.
public final class Trainer {
    private let experiment: Experiment
    private let folder: RunFolder
    private let listener: (TrainingEvent) -> Void
    private let isInterrupted: () -> Bool

    private var epoch = 0
    private var step = 0
    private var sums = EpochSums()
    private var history = EpochHistory()
    private var best: BestEpoch?
    /// The streams as they were when the epoch in progress began; behind its order if that depends on the model.
    private var epochStart: RandomStreams.Snapshot
    /// The order of the epoch in progress if it depends on the model, which has changed meanwhile.
    private var observedOrder: [Int]?
    private var lastCheckpoint: String?

    /// - Parameters:
    ///   - experiment: what is trained.
    ///   - folder: where checkpoints and records are written.
    ///   - isInterrupted: asked after every step; if true, a checkpoint is written and the run ends with
    ///     ``TrainingError/interrupted(checkpoint:)``.
    ///   - listener: gets every event, on the calling thread.
    public init(
        _ experiment: Experiment, folder: RunFolder, isInterrupted: @escaping () -> Bool = { false },
        listener: @escaping (TrainingEvent) -> Void = { _ in }
    ) {
        self.experiment = experiment
        self.folder = folder
        self.isInterrupted = isInterrupted
        self.listener = listener
        epochStart = experiment.streams.snapshot
    }

    /// Continues where a checkpoint was written.
    public func restore(_ checkpoint: Checkpoint) throws {
        try experiment.restore(checkpoint)
        epoch = checkpoint.epoch
        step = checkpoint.step
        sums = checkpoint.sums
        history = checkpoint.history
        best = checkpoint.best
        epochStart = checkpoint.random
        observedOrder = try experiment.order(from: checkpoint, path: folder.checkpointPath)
        lastCheckpoint = folder.checkpointPath
        try folder.rewriteHistory(history)
    }

    /// Trains, chooses the weights, tests them once.
    public func run() throws -> RunSummary {
        let training = experiment.config.training
        listener(
            .started(epochs: training.epochs, stepsPerEpoch: experiment.stepsPerEpoch, finishedEpochs: epoch))
        if let notice = experiment.learner.precisionNotice { listener(.precisionUnavailable(notice)) }
        if let record = experiment.data.sampled.record { listener(.resampled(record)) }
        while epoch < training.epochs {
            if let patience = training.patience, let best, epoch - 1 - best.epoch >= patience, sums.batches == 0 {
                listener(.stoppedEarly(epoch: epoch - 1, bestEpoch: best.epoch))
                break
            }
            try trainEpoch()
        }
        let summary = try finish()
        listener(.finished(summary))
        return summary
    }
}

extension Trainer {
    private func trainEpoch() throws {
        let start = Date.now
        let order = try observedOrder ?? drawOrder()
        let batches = experiment.data.trainingBatches(epoch: epoch, order: order, from: sums.batches)
        let reduction = experiment.weighting.reduction(epoch: epoch)
        // A run cut off after the last step of an epoch has no step left to tell the rate of.
        var rate = experiment.updater.learningRate(at: TrainingPosition(step: max(step - 1, 0), epoch: epoch))
        while let batch = try batches.next() {
            let position = TrainingPosition(step: step, epoch: epoch)
            let outcome = try experiment.train(on: batch, reduction: reduction, at: position)
            rate = outcome.learningRate
            guard outcome.loss.isFinite else {
                throw TrainingError.nonFiniteLoss(
                    epoch: epoch, step: step, loss: outcome.loss, terms: outcome.terms,
                    lastCheckpoint: lastCheckpoint)
            }
            sums.add(loss: outcome.loss, terms: outcome.terms, examples: outcome.examples)
            step += 1
            report(rate: rate, since: start)
            if isInterrupted() {
                sums.seconds += Date.now.timeIntervalSince(start)
                try save()
                throw TrainingError.interrupted(checkpoint: folder.checkpointPath)
            }
        }
        try experiment.requireFiniteParameters(epoch: epoch, step: step, lastCheckpoint: lastCheckpoint)
        try finishEpoch(rate: rate, start: start)
    }

    private func drawOrder() throws -> [Int] {
        let order = try experiment.drawOrder(epoch: epoch)
        if experiment.data.sampled.isObserving {
            observedOrder = order
            epochStart = experiment.streams.snapshot
        }
        return order
    }

    private func report(rate: Double, since start: Date) {
        let seconds = Date.now.timeIntervalSince(start) + sums.seconds
        listener(
            .step(
                StepReport(
                    epoch: epoch, stepInEpoch: sums.batches - 1, stepsPerEpoch: experiment.stepsPerEpoch,
                    loss: sums.meanLoss, learningRate: rate,
                    examplesPerSecond: Double(sums.examples) / max(seconds, 1e-9))))
    }

    private func finishEpoch(rate: Double, start: Date) throws {
        let trainingSeconds = Date.now.timeIntervalSince(start) + sums.seconds
        let isLast = epoch + 1 == experiment.config.training.epochs
        let isValidated = isLast || (epoch + 1) % experiment.config.training.validateEvery == 0
        let validation =
            isValidated ? try experiment.validate(at: TrainingPosition(step: max(step - 1, 0), epoch: epoch)) : nil
        let isBest = update(best: validation?.scores)
        let record = EpochRecord(
            epoch: epoch, step: step, learningRate: rate, loss: sums.meanLoss, batchMeanLoss: sums.meanBatchLoss,
            terms: sums.meanTerms, validation: validation?.scores ?? [:],
            seconds: Date.now.timeIntervalSince(start) + sums.seconds,
            examplesPerSecond: Double(sums.examples) / max(trainingSeconds, 1e-9))
        try history.append(record)
        epoch += 1
        sums = EpochSums()
        observedOrder = nil
        epochStart = experiment.streams.snapshot
        if isBest { try folder.write(checkpoint(), to: folder.bestPath) }
        try save()
        try folder.append(line: history.lines[history.count - 1])
        if let validation { listener(.validated(validation.report)) }
        listener(.epoch(record, isBest: isBest))
    }

    /// Notes the epoch if it is the best so far by the monitored metric.
    private func update(best validation: [String: MetricValue]?) -> Bool {
        guard let monitor = experiment.monitor, let value = validation?[monitor.name]?.scalar, value.isFinite else {
            return false
        }
        if let best, !monitor.isBetter(value, than: best.value) { return false }
        best = BestEpoch(epoch: epoch, value: value)
        return true
    }

    private func checkpoint() -> Checkpoint {
        experiment.checkpoint(
            epoch: epoch, step: step, sums: sums, random: epochStart, order: observedOrder, history: history,
            best: best)
    }

    private func save() throws {
        try folder.write(checkpoint(), to: folder.checkpointPath)
        lastCheckpoint = folder.checkpointPath
        listener(.saved(path: folder.checkpointPath))
    }

    private func finish() throws -> RunSummary {
        let selectsBest = experiment.config.training.select == .best && best != nil
        var position = TrainingPosition(step: max(step - 1, 0), epoch: max(epoch - 1, 0))
        if selectsBest {
            let checkpoint = try Checkpoint.read(folder.bestPath)
            try experiment.restoreWeights(checkpoint)
            position = checkpoint.position
        }
        let (validation, test, report) = try experiment.conclude(at: position, in: folder)
        if let report { listener(.validated(report)) }
        let summary = RunSummary(
            name: experiment.name, loss: experiment.config.loss.type, model: experiment.config.model.type,
            sampler: experiment.config.sampler.type, weighting: experiment.config.weighting.type,
            seed: experiment.config.seed, epochs: epoch, steps: step, bestEpoch: best?.epoch, bestValue: best?.value,
            monitor: experiment.config.training.monitor, selected: selectsBest ? "best" : "last",
            validation: validation, test: test,
            classNames: experiment.task.classNames, trainingCounts: experiment.task.trainingCounts,
            resampling: experiment.data.sampled.record, seconds: history.reduce(0) { $0 + $1.seconds },
            parameterCount: experiment.parameterCount, peakTensorBytes: experiment.device.statistics.peakBytesInUse)
        try folder.write(summary)
        return summary
    }
}
