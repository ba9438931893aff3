import ArgumentParser
import Ballast
import Foundation

/// `ballast sweep CONFIG`.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Train every point of a configuration's search, and name the best.",
        discussion: """
            The block `search` of the configuration names settings by key path: values of a grid, ranges to draw from, rounds \
            of successive halving, seeds for each point. Points are compared on validation; the test decides nothing.

            Given again, the command continues: finished runs are kept, unfinished ones go on from their checkpoint. With \
            --index I --of N it trains every N-th run only, so that many machines with one folder share the work; --collect \
            names the best once all have ended.
            """)

    @Argument(help: "Configuration with a search (YAML).") var config: String
    @Option(help: "Folder of the runs (default: runs/NAME-sweep).") var out: String?
    @Option(help: "Runs at a time (default: as many as the machine's cores can train).") var jobs: Int?
    @Option(help: "Train this share of the runs only, from 0.") var index: Int?
    @Option(help: "Number of shares.") var of: Int?
    @Flag(help: "Train nothing; join what the shares have trained.") var collect = false
    @OptionGroup var settings: RunSettings
    @Flag(help: "Say nothing but the result.") var quiet = false
    @Flag(help: "Print the result as JSON.") var json = false

    func validate() throws {
        guard jobs.map({ $0 >= 1 }) ?? true else { throw ValidationError("--jobs must be at least 1") }
        guard (index == nil) == (of == nil) else { throw ValidationError("--index and --of go together") }
        if let index, let of {
            guard of >= 1, (0..<of).contains(index) else {
                throw ValidationError("--index must be 0 to \(max(of - 1, 0)) with --of \(of), got \(index)")
            }
            guard !collect else { throw ValidationError("--collect trains nothing, and so has no share") }
        }
    }

    func run() throws {
        let source = try settings.decode(config)
        let name = source.run.config.name ?? RunSettings.stem(of: config)
        let sweep = try Sweep(
            source.node, run: source.run, name: name, registries: source.registries, plugins: source.plugins.paths)
        let folder = SweepFolder(path: out ?? "runs/\(name)-sweep")
        try folder.requireSame(sweep, registries: source.registries)
        if !collect {
            let share = index.flatMap { index in of.map { SweepShare(index: index, count: $0) } } ?? .whole
            let lock = try FolderLock(folder.path, name: share.lockName)
            defer { withExtendedLifetime(lock) {} }
            try SweepRunner(
                sweep: sweep, folder: folder, share: share,
                limit: jobs ?? max(1, ProcessInfo.processInfo.activeProcessorCount / (source.run.config.threads ?? 1)),
                isQuiet: quiet
            ).run()
        }
        try report(SweepState(sweep, in: folder), sweep, folder)
    }

    private func report(_ state: SweepState, _ sweep: Sweep, _ folder: SweepFolder) throws {
        guard let result = state.result else {
            let missing = state.unfinished.map(\.path)
            let named = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
            guard index != nil else {
                throw UsageError(
                    "\(missing.count) of \(state.runCount) runs in \(folder.path) are not finished: \(named)")
            }
            if !quiet {
                Console.error(
                    "this share is finished; \(missing.count) of \(state.runCount) runs of others are not: \(named)")
            }
            return
        }
        let resultText = try folder.write(result, of: sweep, bestNamed: "\(sweep.name)-best")
        Console.line(json ? resultText : SweepText.text(result, folder: folder))
        guard result.best != nil else { throw RunsError.noResult(result.reason) }
    }
}
