/// Why a command that trains many runs has no result.
enum RunsError: Error, CustomStringConvertible {
    /// Interrupted; every run has saved a checkpoint.
    case interrupted(finished: Int, of: Int)
    /// Some runs failed; the others are finished.
    case failed([WorkerPool.Failed])
    /// All have ended, and nothing can be said.
    case noResult(String)

    var description: String {
        switch self {
        case .interrupted(let finished, let total):
            return "interrupted with \(finished) of \(total) runs finished; the same command continues"
        case .noResult(let reason): return reason
        case .failed(let failures):
            return failures.map { failed in
                let lines = failed.errors.split(separator: "\n").suffix(20)
                let said = lines.isEmpty ? "it said nothing" : lines.joined(separator: "\n    ")
                return "\(failed.title) ended with \(failed.status):\n    \(said)"
            }.joined(separator: "\n")
        }
    }

    /// That of the first run that failed, if it is one that this program gives.
    var code: Failure.Code {
        switch self {
        case .interrupted: .interrupted
        case .noResult: .training
        case .failed(let failures):
            failures.lazy.compactMap { Failure.Code(rawValue: $0.status.code) }.first ?? .training
        }
    }
}
