internal import BallastCore
internal import BallastTensor

extension Experiment {
    func checkpoint(
        epoch: Int, step: Int, sums: EpochSums, random: RandomStreams.Snapshot, order: [Int]?,
        history: EpochHistory, best: BestEpoch?
    ) -> Checkpoint {
        Checkpoint(
            epoch: epoch, step: step, sums: sums, config: resolvedConfig, task: task,
            model: learner.modelStore.snapshot(), loss: learner.lossStore.snapshot(),
            optimizer: updater.snapshot(), random: random, order: order, transforms: data.transforms.state,
            history: history, best: best)
    }

    /// Puts back weights, optimizer, random streams and everything else of a run in progress.
    func restore(_ checkpoint: Checkpoint) throws {
        try restoreWeights(checkpoint)
        try updater.importState(
            checkpoint.optimizer.map { NamedTensor($0.key, $0.value.tensor($0.value.scalarType, on: device)) })
        try streams.restore(checkpoint.random)
    }

    /// The order of the epoch in progress, if the checkpoint has to hold it.
    ///
    /// - Throws: ``CheckpointError`` if it is missing, or visits rows that are not there.
    func order(from checkpoint: Checkpoint, path: String) throws -> [Int]? {
        let rows = data.sampled.set.examples.count
        if let outside = checkpoint.order?.first(where: { !(0..<rows).contains($0) }) {
            throw CheckpointError(path, "/order visits row \(outside) of \(rows)")
        }
        if checkpoint.order == nil, checkpoint.sums.batches > 0, data.sampled.isObserving {
            throw CheckpointError(path, "lacks /order, which the sampler \(config.sampler.type) needs in mid-epoch")
        }
        return checkpoint.order
    }

    /// Puts back the weights of model and loss only.
    func restoreWeights(_ checkpoint: Checkpoint) throws { try learner.restoreWeights(checkpoint) }
}

extension Learner {
    func restoreWeights(_ checkpoint: Checkpoint) throws {
        try modelStore.restore(checkpoint.model, section: "model")
        try lossStore.restore(checkpoint.loss, section: "loss")
    }
}

extension ParameterUpdater {
    func snapshot() -> [String: TensorSnapshot] {
        Dictionary(uniqueKeysWithValues: exportState().map { ($0.name, TensorSnapshot($0.value)) })
    }
}

extension ParameterStore {
    private var contents: [NamedTensor] {
        parameters.map { NamedTensor($0.path, $0.value) } + buffers.map { NamedTensor($0.path, $0.value) }
    }

    /// The values of every parameter and buffer, by path.
    func snapshot() -> [String: TensorSnapshot] {
        Dictionary(uniqueKeysWithValues: contents.map { ($0.name, TensorSnapshot($0.value)) })
    }

    /// Puts back what ``snapshot()`` gave.
    ///
    /// - Throws: ``ArrayMismatch`` naming every missing, extra and misshapen array; nothing is changed then.
    func restore(_ snapshots: [String: TensorSnapshot], section: String) throws {
        let arrays = snapshots.map { NamedTensor($0.key, $0.value.tensor($0.value.scalarType, on: device)) }
        try ArrayMismatch.check(arrays, against: contents, in: section)
        let values = Dictionary(uniqueKeysWithValues: arrays.map { ($0.name, $0.value) })
        for parameter in parameters { if let value = values[parameter.path] { parameter.assign(value) } }
        for buffer in buffers { if let value = values[buffer.path] { buffer.assign(value) } }
    }
}
