import ArgumentParser
import Ballast
import Foundation

/// `ballast notebook check FILE.md…`.
struct NotebookCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Run the cells of notebooks and compare their outputs with what is written.",
        discussion: """
            Nothing is written. Outputs of cells marked varying are not compared, and figures only have to be there.
            """)

    @Argument(help: "Notebooks (Markdown), or folders of them.") var files: [String]
    @Flag(help: "Skip the notebooks that are marked <!-- notebook: slow -->.") var quick = false
    @Flag(help: "Print the result as JSON.") var json = false

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("name one notebook or folder at least") }
    }

    func run() throws {
        let interruption = Interruption.ofCells()
        var reports: [NotebookReport] = []
        for path in try files.flatMap(NotebookReport.notebooks) {
            let report = try NotebookReport(path: path, quick: quick) { interruption.isRequested }
            if !json { Console.line(report.text) }
            reports.append(report)
        }
        if json { Console.line(try JSONText.encode(reports, pretty: true)) }
        let wrong = reports.filter { $0.status == .different || $0.status == .failed }
        guard wrong.isEmpty else {
            throw NotebookError(.difference, "\(wrong.count) of \(reports.count) notebooks did not pass the check")
        }
    }
}
