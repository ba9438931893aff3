public import BallastTraining
internal import BallastCore
internal import Foundation

/// Writes what TensorBoard shows of a run into its folder, while it is trained.
///
/// - Scalars: loss of training and its terms, learning rate, examples a second; loss and every metric of validation; in
///   the end those of the test. The step is the number of finished optimizer steps.
/// - Precision-recall curves of the class of interest or, of more than two classes, of `log.classes`, the rarest first.
/// - Histograms of the logits of those classes on sampled validation rows: on rows of the class and on the others'.
/// - The features of these rows for the embedding projector, with every 25th of these histograms and in the end.
/// - Settings and end of the run for the tab of hyperparameters.
///
/// A run that is taken up again goes on in a new file, which declares void what earlier ones hold of later steps, and
/// repeats no point that they hold of earlier ones; points that a killed run did not get to write are made up for, except
/// curves and histograms. Nothing of the training depends on this: it reads what the trainer tells.
public final class TensorBoardLog {
    private let folder: RunFolder
    private let config: RunConfig
    private let task: TaskDescription
    private let onFailure: (any Error) -> Void
    private let earlierFiles: [EarlierEvents]
    private var points: WrittenPoints?
    private var writer: EventFileWriter?
    private var report: ValidationReport?
    private var lastStep = 0
    private var detailedEpochs = 0
    private var hasFailed = false

    /// - Parameters:
    ///   - folder: the folder of the run, which has been started there.
    ///   - config: the run's configuration, whose block `log` says how much is written.
    ///   - onFailure: told, once, that a file could not be written; the training goes on without.
    /// - Throws: `CocoaError` if files of the folder cannot be read.
    public init(
        folder: RunFolder, config: RunConfig, onFailure: @escaping (_ error: any Error) -> Void
    ) throws {
        self.folder = folder
        self.config = config
        self.onFailure = onFailure
        task = try folder.description().task
        earlierFiles = try EventFile.paths(in: folder.path).map(EarlierEvents.init)
    }

    /// Takes note of what a trainer tells.
    ///
    /// - Parameter event: the event, in the order in which the trainer gives them.
    public func handle(_ event: TrainingEvent) {
        attempt {
            switch event {
            case .started: try begin()
            case .validated(let report): self.report = report
            case .epoch(let record, _): try write(record)
            case .finished(let summary): try end(summary)
            case .precisionUnavailable, .resampled, .step, .saved, .stoppedEarly: break
            }
        }
    }

    /// Notes that the training broke down.
    public func noteFailure() {
        attempt { try write([Hyperparameters.end(.failure)], step: lastStep) }
    }

    private func attempt(_ body: () throws -> Void) {
        guard !hasFailed else { return }
        do {
            try body()
            try writer?.flush()
        } catch {
            hasFailed = true
            onFailure(error)
        }
    }
}

extension TensorBoardLog {
    /// Starts, or goes on after the last finished epoch.
    private func begin() throws {
        let history = try folder.history()
        lastStep = history.last?.step ?? 0
        points = WrittenPoints(earlierFiles, upTo: history.last?.step ?? -1)
        try write([Hyperparameters.start(config)], step: 0)
        for record in history { try write(scalars(of: record), step: record.step) }
    }

    private func write(_ record: EpochRecord) throws {
        lastStep = record.step
        var values = scalars(of: record)
        if let report, isDetailed(record.epoch) {
            values += try ValidationDetails(report, task: task, limit: config.log.classes).summaries
            // Features take the longest to write, and TensorBoard reads them once.
            if detailedEpochs % 25 == 0 { try writeEmbedding(report) }
            detailedEpochs += 1
        }
        report = nil
        try write(values, step: record.step)
    }

    private func end(_ summary: RunSummary) throws {
        if let report { try writeEmbedding(report) }
        let values = TensorBoardSummary.Value.scalars(of: summary.test, under: "test", classNames: task.classNames)
        try write(values + [Hyperparameters.end(.success)], step: summary.steps)
    }

    /// Whether curves and histograms are written after an epoch.
    private func isDetailed(_ epoch: Int) -> Bool {
        let every = config.log.every ?? max(1, (config.training.epochs + 49) / 50)
        return (epoch + 1) % every == 0 || epoch + 1 == config.training.epochs
    }

    private func scalars(of record: EpochRecord) -> [TensorBoardSummary.Value] {
        TensorBoardSummary.Value.scalars(of: record)
            + TensorBoardSummary.Value.scalars(
                of: record.validation, under: "validation", classNames: task.classNames)
    }

    private func writeEmbedding(_ report: ValidationReport) throws {
        guard let sample = report.outputs, sample.featureWidth > 0 else { return }
        try EmbeddingFiles(sample: sample, classNames: task.classNames).write(into: folder.path)
    }

    /// Appends those values of a step that no earlier file holds.
    private func write(_ values: [TensorBoardSummary.Value], step: Int) throws {
        let new = points.map { points in values.filter { !points.contains($0.tag, step: step) } } ?? values
        guard !new.isEmpty else { return }
        try openWriter().append(
            .with {
                $0.step = Int64(step)
                $0.summary.value = new
            })
    }

    /// The file of this session, made when there is something to write.
    private func openWriter() throws -> EventFileWriter {
        if let writer { return writer }
        let writer = try EventFileWriter(path: EventFile.newPath(in: folder.path))
        if !earlierFiles.isEmpty, let points {
            try writer.append(
                .with {
                    $0.step = Int64(points.last + 1)
                    $0.sessionLog.status = .start
                })
        }
        self.writer = writer
        return writer
    }
}
