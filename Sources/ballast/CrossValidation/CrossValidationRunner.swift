import Ballast

/// Trains what is left of some cross-validations, round after round of the searches inside of their folds.
struct CrossValidationRunner {
    let members: [CrossValidationMember]
    let limit: Int
    let isQuiet: Bool

    /// - Returns: the members of which every fold is finished, and why the others are not.
    /// - Throws: `RunsError.interrupted`.
    func run() throws -> (finished: [CrossValidationMember], errors: [RunsError]) {
        let interruption = Interruption.ofRuns()
        var progress = try FoldProgress(members, isQuiet: isQuiet)
        var open = members
        var errors: [RunsError] = []
        while true {
            var jobs: [WorkerPool.Job] = []
            open = try open.filter { member in
                do {
                    jobs += try member.nextJobs()
                    return true
                } catch let error as RunsError {
                    errors.append(error)
                    return false
                }
            }
            guard !jobs.isEmpty else { return (open, errors) }
            let pool = WorkerPool(
                limit: limit, isInterrupted: { interruption.isRequested },
                listener: { job, seconds in try progress.finished(job, seconds: seconds) })
            guard let failures = try pool.run(jobs) else {
                throw RunsError.interrupted(finished: progress.finished, of: progress.total)
            }
            if !failures.isEmpty { errors.append(.failed(failures)) }
            let failed = Set(failures.map(\.job.group))
            open.removeAll { failed.contains($0.name) }
            try progress.count()
        }
    }
}
