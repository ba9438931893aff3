import Ballast
import BallastTensorBoard

/// What listens to a training on the command line: the terminal, and TensorBoard's event files if the run asks for them.
struct RunObserver {
    private let progress: ProgressReporter
    private let tensorBoard: TensorBoardLog?

    /// - Throws: what keeps event files from being read that are there.
    init(_ config: RunConfig, folder: RunFolder, isQuiet: Bool) throws {
        progress = ProgressReporter(isQuiet: isQuiet, monitor: config.training.monitor)
        tensorBoard =
            config.log.tensorboard
            ? try TensorBoardLog(folder: folder, config: config) { error in
                Console.error("warning: no more events are written for TensorBoard: \(error)")
            } : nil
    }

    /// Trains, and shows it.
    func watch(_ session: TrainingSession, isInterrupted: @escaping () -> Bool) throws -> RunSummary {
        defer { progress.end() }
        do {
            return try session.run(isInterrupted: isInterrupted) { event in
                progress.handle(event)
                tensorBoard?.handle(event)
            }
        } catch let error as TrainingError {
            if error.isBreakdown { tensorBoard?.noteFailure() }
            throw error
        }
    }
}

extension TrainingError {
    /// Whether the training itself went wrong, and would do so again.
    fileprivate var isBreakdown: Bool {
        switch self {
        case .nonFiniteLoss, .nonFiniteParameter: true
        case .interrupted, .folderInUse, .nothingToResume, .otherConfiguration, .unsuitableData: false
        }
    }
}
