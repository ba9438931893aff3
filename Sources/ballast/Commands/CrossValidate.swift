import ArgumentParser
import Ballast
import Foundation

/// `ballast cv CONFIG…`.
struct CrossValidate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cv", abstract: "Train and test a configuration, or several, in every fold of a cross-validation.",
        discussion: """
            The rows of data.train_split are divided into stratified folds by the split seed; each fold is the test of a run \
            that is trained on the others, in the place of data.test_fraction and data.test_split. Everything fitted or \
            resampled is so inside the fold, and validation rows are carved from the fold's training rows. Each fold is an \
            ordinary run folder; `ballast train CONFIG --set 'data.fold={count: 10, index: 3}' --threads 1` gives the same run.

            Given again, the command continues: finished folds are kept, unfinished ones go on from their checkpoint.
            """)

    @Argument(help: "Configurations (YAML); several are trained on the same folds.") var configs: [String]
    @Option(help: "Number of folds.") var folds = 10
    @Option(
        help: """
            Folder of the folds (default: runs/NAME-cv; with several configurations runs/cv, which gets a folder for each).
            """)
    var out: String?
    @Option(help: "Runs at a time (default: as many as the machine's cores can train).") var jobs: Int?
    @OptionGroup var settings: RunSettings
    @Flag(help: "Say nothing but the result.") var quiet = false
    @Flag(help: "Print the result as JSON.") var json = false

    func validate() throws {
        guard folds >= 2 else { throw ValidationError("--folds must be at least 2, got \(folds)") }
        guard jobs.map({ $0 >= 1 }) ?? true else { throw ValidationError("--jobs must be at least 1") }
    }

    func run() throws {
        let members = try CrossValidationMember.all(configs, settings: settings, foldCount: folds, out: out)
        if !quiet { for note in CrossValidationMember.notes(members) { Console.error("note: \(note)") } }
        let locks = try members.map { try FolderLock($0.folder.path) }
        defer { withExtendedLifetime(locks) {} }
        for member in members { try member.begin() }
        var progress = FoldProgress(members, isQuiet: quiet)
        let interruption = Interruption.ofRuns()
        let pool = WorkerPool(
            limit: jobs ?? Self.jobs(of: members), isInterrupted: { interruption.isRequested },
            listener: { job, seconds in try progress.finished(job, seconds: seconds) })
        guard let failures = try pool.run(members.flatMap(\.jobs)) else {
            throw RunsError.interrupted(finished: progress.finished, of: progress.total)
        }
        let results = try members.filter(\.isFinished).map { try $0.collect() }
        try report(results, members)
        guard failures.isEmpty else { throw RunsError.failed(failures) }
    }

    /// As many as leave no core without work.
    private static func jobs(of members: [CrossValidationMember]) -> Int {
        let threads = members.compactMap(\.validation.config.threads).max() ?? 1
        return max(1, ProcessInfo.processInfo.activeProcessorCount / threads)
    }

    private func report(_ results: [CrossValidationResult], _ members: [CrossValidationMember]) throws {
        guard let first = results.first else { return }
        if json {
            let text =
                try configs.count == 1 ? JSONText.encode(first, pretty: true) : JSONText.encode(results, pretty: true)
            return Console.line(text)
        }
        if configs.count == 1 {
            Console.line(CrossValidationText.folds(first))
        } else {
            Console.line(CrossValidationText.sideBySide(results))
        }
    }
}
