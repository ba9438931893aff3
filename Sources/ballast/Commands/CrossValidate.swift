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

            With a block `search` the cross-validation is nested: inside of every fold each point of the search is trained and \
            tested in --inner-folds stratified folds of the fold's training rows, and the fold is trained with the settings \
            of the point that is best there. The fold's own rows have no part in the choice.

            Given again, the command continues: finished folds are kept, unfinished ones go on from their checkpoint.
            """)

    @Argument(help: "Configurations (YAML); several are trained on the same folds.") var configs: [String]
    @Option(help: "Number of folds.") var folds = 10
    @Option(help: "Number of folds inside of each, on which a search chooses its point (default: 5).")
    var innerFolds: Int?
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
        guard innerFolds.map({ $0 >= 2 }) ?? true else {
            throw ValidationError("--inner-folds must be at least 2, got \(innerFolds ?? 0)")
        }
        guard jobs.map({ $0 >= 1 }) ?? true else { throw ValidationError("--jobs must be at least 1") }
    }

    func run() throws {
        let members = try CrossValidationMember.all(
            configs, settings: settings, foldCount: folds, innerFoldCount: innerFolds ?? 5, out: out)
        guard innerFolds == nil || members.contains(where: \.isNested) else {
            throw UsageError(
                "--inner-folds is for a configuration with a search, and \(configs.joined(separator: ", ")) has none")
        }
        if !quiet { for note in CrossValidationMember.notes(members) { Console.error("note: \(note)") } }
        let locks = try members.map { try FolderLock($0.folder.path) }
        defer { withExtendedLifetime(locks) {} }
        for member in members { try member.begin() }
        let runner = CrossValidationRunner(members: members, limit: jobs ?? Self.jobs(of: members), isQuiet: quiet)
        let (finished, errors) = try runner.run()
        try report(finished.map { try $0.collect() })
        if let error = RunsError.joined(errors) { throw error }
    }

    /// As many as leave no core without work.
    private static func jobs(of members: [CrossValidationMember]) -> Int {
        let threads = members.compactMap(\.validation.config.threads).max() ?? 1
        return max(1, ProcessInfo.processInfo.activeProcessorCount / threads)
    }

    private func report(_ results: [CrossValidationResult]) throws {
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
