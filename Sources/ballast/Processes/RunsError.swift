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

    /// All that went wrong, as one error; nil if nothing did.
    static func joined(_ errors: [RunsError]) -> RunsError? {
        var failures: [WorkerPool.Failed] = []
        var reasons: [String] = []
        for error in errors {
            switch error {
            case .interrupted: return error
            case .failed(let some): failures += some
            case .noResult(let reason): reasons.append(reason)
            }
        }
        if !failures.isEmpty { return .failed(failures) }
        return reasons.isEmpty ? nil : .noResult(reasons.joined(separator: "\n"))
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
