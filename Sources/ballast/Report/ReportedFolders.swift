import Ballast
import Foundation

/// Reads what `ballast report` is about.
struct ReportedFolders {
    let paths: [String]
    /// The metrics that methods are compared in; empty: the one that the first run is monitored by.
    let metrics: [String]
    let baseline: String?
    let plugins: PluginOptions

    /// - Throws: `UsageError` for folders that hold no run, and for runs beside cross-validations.
    func report() throws -> Report {
        let validations = paths.map(CrossValidationFolder.init(path:)).filter(\.isInUse)
        if validations.isEmpty { return try reportOfRuns() }
        guard validations.count == paths.count else {
            throw UsageError("report on runs or on cross-validations, but not on some of each")
        }
        return try reportOfCrossValidations(validations)
    }

    private func reportOfRuns() throws -> Report {
        let runs = try paths.map { try RunContents(Self.run($0)) }
        if runs.count == 1 {
            try requireNoComparison("one run")
            return try Report(run: runs[0])
        }
        let finished = paths.map(RunFolder.init(path:)).filter(\.hasSummary)
        let repeated = try MethodScores.grouped(finished).filter { $0.count > 1 }
        guard repeated.count > 1 else {
            try requireNoComparison("runs of which no two methods have several seeds")
            return try Report(runs: runs, comparisons: [])
        }
        let scores = try ComparedMethods.ofSeeds(repeated.flatMap { $0 }.map(\.path), plugins: plugins)
        return try Report(runs: runs, comparisons: comparisons(scores, monitor: finished[0].summary().monitor))
    }

    private func reportOfCrossValidations(_ folders: [CrossValidationFolder]) throws -> Report {
        let scores = try ComparedMethods.ofCrossValidations(folders.map(\.path))
        let validations = try folders.map(CrossValidationContents.init)
        guard folders.count > 1 else {
            try requireNoComparison("one cross-validation")
            return try Report(crossValidation: validations[0])
        }
        return try Report(
            crossValidations: validations, comparisons: comparisons(scores, monitor: validations[0].monitor))
    }

    private func comparisons(_ scores: [MethodScores], monitor: String) throws -> [MethodComparison] {
        try scores.requireMethod(baseline)
        let present = Set(scores.flatMap(\.metrics))
        if let absent = metrics.first(where: { !present.contains($0) }) {
            throw UsageError("no run has the metric \(absent); they have \(present.sorted().joined(separator: ", "))")
        }
        let names = metrics.isEmpty ? (present.contains(monitor) ? [monitor] : present.sorted()) : metrics
        return names.map { MethodComparison(scores, metric: $0, baseline: baseline) }
    }

    private func requireNoComparison(_ what: String) throws {
        guard metrics.isEmpty, baseline == nil else {
            throw UsageError("--metric and --baseline are for comparisons of methods, and this is a report on \(what)")
        }
    }

    private static func run(_ path: String) throws -> RunFolder {
        let folder = RunFolder(path: path)
        if folder.isInUse { return folder }
        let holdsSweep =
            FileManager.default.fileExists(atPath: "\(path)/sweep.json")
            || FileManager.default.fileExists(atPath: "\(path)/point-000")
        guard holdsSweep else { throw UsageError("\(path) holds no run") }
        throw UsageError("\(path) holds a sweep; report on its runs: \(path)/point-…/seed-…")
    }
}
