/// Why a run cannot start or go on.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// The loss became infinite or NaN.
    case nonFiniteLoss(epoch: Int, step: Int, loss: Double, terms: [String: Double], lastCheckpoint: String?)
    /// A parameter became infinite or NaN.
    case nonFiniteParameter(path: String, epoch: Int, step: Int, lastCheckpoint: String?)
    /// The run was asked to stop; a checkpoint has been written.
    case interrupted(checkpoint: String)
    /// The run folder holds a run already.
    case folderInUse(String)
    /// There is nothing to resume.
    case nothingToResume(String)
    /// The checkpoint in the folder is of another configuration.
    case otherConfiguration(path: String, differences: [String])
    /// The data do not suit the configuration.
    case unsuitableData(String)

    public var description: String {
        switch self {
        case .nonFiniteLoss(let epoch, let step, let loss, let terms, let checkpoint):
            let listed = terms.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            return "the loss is \(loss) at step \(step) of epoch \(epoch)"
                + (listed.isEmpty ? "" : " (\(listed))") + "; " + TrainingError.advice(checkpoint)
        case .nonFiniteParameter(let path, let epoch, let step, let checkpoint):
            return "the parameter \(path) is not finite after step \(step) of epoch \(epoch); "
                + TrainingError.advice(checkpoint)
        case .interrupted(let checkpoint):
            return "interrupted; continue with --resume from \(checkpoint)"
        case .folderInUse(let path):
            return "\(path) holds a run already; continue it with --resume or name another folder with --out"
        case .nothingToResume(let path):
            return "\(path) holds no checkpoint to resume from"
        case .otherConfiguration(let path, let differences):
            return "\(path) was made with another configuration: " + differences.joined(separator: "; ")
        case .unsuitableData(let problem):
            return problem
        }
    }

    private static func advice(_ checkpoint: String?) -> String {
        let lower = "try a lower learning rate or clip_norm"
        return checkpoint.map { "the last good checkpoint is \($0); \(lower)" } ?? "no checkpoint was written; \(lower)"
    }
}
