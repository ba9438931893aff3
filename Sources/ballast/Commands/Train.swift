import ArgumentParser
import Ballast
import Foundation

/// `ballast train CONFIG`.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a model as a configuration says, and test it once at the end.",
        discussion: """
            The run folder gets the resolved configuration first, a line of metrics per epoch, the last and the best \
            checkpoint, and a summary. A run that was interrupted or killed continues bit for bit with --resume.
            """)

    @OptionGroup var source: RunSource
    @Option(help: "Folder of the run (default: runs/NAME).") var out: String?
    @Flag(help: "Continue the run in the folder from its last checkpoint.") var resume = false
    @Flag(help: "Say nothing but the result.") var quiet = false
    @Flag(help: "Print the result as JSON.") var json = false
    @Flag(help: ArgumentHelp("End as soon as standard input does.", visibility: .hidden)) var endsWithInput = false

    func run() throws {
        if endsWithInput { Lifeline.endWithParent() }
        let (run, plugins) = try source.decode()
        let name = run.config.name ?? source.stem
        let folder = RunFolder(path: out ?? "runs/\(name)")
        let session = try TrainingSession(
            run, name: name, folder: folder, resuming: resume, plugins: plugins.records())
        try plugins.copySources(into: folder.pluginsPath)
        let observer = try RunObserver(run.config, folder: folder, isQuiet: quiet)
        let interruption = Interruption()
        let summary = try observer.watch(session, isInterrupted: { interruption.isRequested })
        if json {
            Console.line(try JSONText.encode(summary, pretty: true))
        } else {
            Console.line(SummaryText.text(summary, folder: folder.path))
        }
    }
}
