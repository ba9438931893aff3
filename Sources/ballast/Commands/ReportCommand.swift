import ArgumentParser
import Ballast
import Foundation

/// `ballast report RUN…`.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write a page on a run, or on several side by side.",
        discussion: """
            One HTML file that needs no other and no network: configuration, data, curves, decisions, calibration, embedding, \
            timing, environment, and the commands that reproduce the run. It reads the run folders alone. Of several runs: \
            their curves overlaid and their tests side by side; where methods have several seeds, and for cross-validations, \
            means and the paired tests of `ballast compare`. Figures are drawn by gnuplot (Debian's package gnuplot-nox).
            """)

    @Argument(help: "Run folders, or folders of cross-validations.") var runs: [String]
    @Option(help: "File to write (default with one folder: report.html in it).") var out: String?
    @Option(help: ArgumentHelp("Folder for the figures as SVG, PNG and gnuplot script.", valueName: "folder"))
    var figures: String?
    @Option(
        name: .customLong("metric"),
        help: "Metric to compare methods in, may be repeated (default: the one that runs are monitored by).")
    var metrics: [String] = []
    @Option(help: "Test the other methods against this one only, named as by `ballast compare`.") var baseline: String?
    @OptionGroup var plugins: PluginOptions

    func validate() throws {
        guard !runs.isEmpty else { throw ValidationError("name one run folder at least") }
        guard runs.count == 1 || out != nil else {
            throw ValidationError("of several folders, --out must name the file")
        }
    }

    func run() throws {
        let report = try ReportedFolders(paths: runs, metrics: metrics, baseline: baseline, plugins: plugins).report()
        let gnuplot = try Gnuplot.located()
        let batch = GnuplotBatch(report.figures, formats: figures == nil ? [.svg] : FigureFormat.allCases)
        let page = try gnuplot.draw(batch) { folder in
            var drawings: [String: String] = [:]
            for figure in report.figures {
                drawings[figure.name] = try String(
                    contentsOfFile: "\(folder)/\(GnuplotBatch.fileName(figure, .svg))", encoding: .utf8)
            }
            let page = Data(try report.html(drawings: drawings).utf8)
            if let figures { try copy(batch.results + batch.scripts.map(\.name), from: folder, to: figures) }
            return page
        }
        let path = out ?? runs[0] + "/report.html"
        try page.write(to: URL(fileURLWithPath: path), options: .atomic)
        Console.error("\(path) written: \(report.figures.count) figures, \((Double(page.count) / 1e6).fixed(2)) MB")
    }

    private func copy(_ names: [String], from folder: String, to target: String) throws {
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        for name in names {
            let content = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            try content.write(to: URL(fileURLWithPath: "\(target)/\(name)"), options: .atomic)
        }
    }
}
