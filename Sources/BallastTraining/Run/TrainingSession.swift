internal import BallastCore
internal import BallastData
internal import BallastTensor
internal import Foundation

/// A run in a folder, started or taken up again.
public final class TrainingSession {
    private let experiment: Experiment
    private let folder: RunFolder
    private let checkpoint: Checkpoint?

    /// Makes everything the run needs, and records what it is.
    ///
    /// - Parameters:
    ///   - run: the configuration.
    ///   - name: what the run is called.
    ///   - folder: where it is written.
    ///   - resuming: continue from the folder's last checkpoint; a folder whose run was killed before its first
    ///     checkpoint starts anew.
    ///   - plugins: the plugins that `run` was read with, for the record.
    /// - Throws: ``TrainingError`` if the folder holds a run and `resuming` is false, or none and it is true, or one of
    ///   another configuration; and whatever of the configuration does not suit the data.
    public init(
        _ run: DecodedRun, name: String, folder: RunFolder, resuming: Bool, plugins: [PluginRecord] = []
    ) throws {
        guard resuming || !folder.isInUse else { throw TrainingError.folderInUse(folder.path) }
        guard !resuming || folder.isInUse else { throw TrainingError.nothingToResume(folder.path) }
        self.folder = folder
        if resuming { try folder.removePartialFiles() }
        checkpoint = resuming && folder.hasCheckpoint ? try Checkpoint.read(folder.checkpointPath) : nil
        experiment = try Experiment(run, name: name)
        if let checkpoint {
            try experiment.requireSameRun(
                as: checkpoint, path: folder.checkpointPath, registries: run.registries)
            try Self.requireSamePlugins(plugins, in: folder)
        } else {
            var description = experiment.description
            description.plugins = plugins.isEmpty ? nil : plugins
            try folder.begin(config: experiment.resolvedConfig, description: description)
            try experiment.data.writeSplits(to: folder.splitsPath)
        }
    }

    /// Refuses to continue a run with code other than it was begun with.
    private static func requireSamePlugins(_ plugins: [PluginRecord], in folder: RunFolder) throws {
        let recorded = try folder.description().plugins ?? []
        let changed =
            plugins.filter { !recorded.contains($0) }.map(\.name)
            + recorded.map(\.name).filter { name in !plugins.contains { $0.name == name } }
        guard changed.isEmpty else {
            throw TrainingError.otherConfiguration(
                path: folder.runPath, differences: changed.map { "the plugin \($0) has changed" })
        }
    }

    /// Trains to the end, or until interrupted.
    public func run(
        isInterrupted: @escaping () -> Bool = { false }, listener: @escaping (TrainingEvent) -> Void = { _ in }
    ) throws -> RunSummary {
        let trainer = Trainer(experiment, folder: folder, isInterrupted: isInterrupted, listener: listener)
        if let checkpoint { try trainer.restore(checkpoint) }
        return try trainer.run()
    }
}

extension Experiment {
    /// The configuration with every default written out, as YAML.
    var resolvedConfig: String { config.encode().yaml() }

    /// What the run is made of.
    var description: RunDescription {
        RunDescription(
            ballastVersion: ballastVersion, backend: device.name, activations: learner.activationType.description,
            seed: config.seed,
            splitSeed: config.data.splitSeed ?? config.seed, task: task, trainingRows: data.training.count,
            validationRows: data.validation?.count ?? 0, testRows: data.test?.count ?? 0,
            resampling: data.sampled.record, threads: config.threads ?? ProcessInfo.processInfo.activeProcessorCount,
            system: .current)
    }

    /// Refuses to continue a run with another configuration or other data; how many threads compute may change, and what is
    /// logged.
    ///
    /// A setting that did not exist when the checkpoint was written has its default.
    func requireSameRun(as checkpoint: Checkpoint, path: String, registries: Registries) throws {
        let node = try ConfigNode.parse(yaml: checkpoint.config, path: path)
        var differences = try RunConfig.decode(node, catalog: registries.catalog).encode()
            .differences(from: config.encode(), ignoring: ["threads", "name", "plugins", "log"])
        if checkpoint.task.fingerprint != task.fingerprint {
            differences.append("the data set \(config.data.path) has changed")
        }
        guard differences.isEmpty else {
            throw TrainingError.otherConfiguration(path: path, differences: differences)
        }
    }
}
