import Ballast
import Foundation

/// Runs of this program as child processes, some at a time.
///
/// Children are interrupted when the command is, and end with it if it is killed.
struct WorkerPool {
    /// A command of this program.
    struct Job {
        let arguments: [String]
        /// What the job is, for messages.
        let title: String
        /// Jobs of a group in which one has failed are not started any more.
        let group: String
        /// The folder of the run that it trains.
        let run: RunFolder
        /// Notes why a training broke down, where that is a result like any other; nil: it is a failure.
        var noteBreakdown: (@Sendable (_ reason: String) throws -> Void)?
    }

    /// How a job ended that did not succeed.
    struct Failed {
        let job: Job
        let status: ChildStatus
        /// What it wrote to standard error.
        let errors: String

        var title: String { job.title }
    }

    /// Jobs at a time.
    let limit: Int
    var isInterrupted: () -> Bool = { false }
    /// Told every job that has come to a result, and its seconds.
    var listener: (_ job: Job, _ seconds: Double) throws -> Void = { _, _ in }

    /// - Returns: the jobs that failed; nil if the command was interrupted, after all children have ended.
    func run(_ jobs: [Job]) throws -> [Failed]? {
        let lifeline = try Lifeline()
        return try withTemporaryFolder("jobs") { folder in
            try withExtendedLifetime(lifeline) { try run(jobs, lifeline: lifeline, folder: folder) }
        }
    }

    private struct Running {
        let job: Job
        let process: ChildProcess
        let errors: String
        let start: ContinuousClock.Instant

        /// What it wrote to standard error.
        func whatItSaid() throws -> String {
            try String(decoding: Data(contentsOf: URL(fileURLWithPath: errors)), as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    private func run(_ jobs: [Job], lifeline: Lifeline, folder: String) throws -> [Failed]? {
        var waiting = jobs[...]
        var running: [Running] = []
        var failures: [Failed] = []
        var stopped: Set<String> = []
        var wasInterrupted = false
        // Whatever throws here must not leave children behind.
        defer { for child in running { child.process.end() } }
        while !waiting.isEmpty || !running.isEmpty {
            if isInterrupted(), !wasInterrupted {
                wasInterrupted = true
                for child in running { child.process.interrupt() }
            }
            if wasInterrupted { waiting = [] }
            while running.count < limit, let job = waiting.popFirst() {
                guard !stopped.contains(job.group) else { continue }
                running.append(try start(job, lifeline: lifeline, folder: folder))
            }
            for (index, child) in running.enumerated().reversed() {
                guard let status = child.process.reap() else { continue }
                running.remove(at: index)
                let seconds = (ContinuousClock.now - child.start) / .seconds(1)
                if status.code == 0 {
                    try listener(child.job, seconds)
                } else if status.code == Failure.Code.training.rawValue, let note = child.job.noteBreakdown {
                    try note(child.whatItSaid())
                    try listener(child.job, seconds)
                } else if !wasInterrupted {
                    stopped.insert(child.job.group)
                    failures.append(Failed(job: child.job, status: status, errors: try child.whatItSaid()))
                }
            }
            usleep(5000)
        }
        return wasInterrupted ? nil : failures
    }

    private func start(_ job: Job, lifeline: Lifeline, folder: String) throws -> Running {
        let errors = "\(folder)/\(UUID().uuidString)"
        let launch = ChildLaunch(
            executable: FrameworkModules.executable, arguments: job.arguments,
            environment: ProcessInfo.processInfo.environment, directory: FileManager.default.currentDirectoryPath)
        let process = try ChildProcess(launch, input: lifeline.input, output: "/dev/null", errors: errors)
        return Running(job: job, process: process, errors: errors, start: .now)
    }
}
