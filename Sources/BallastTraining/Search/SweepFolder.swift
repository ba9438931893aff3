public import BallastCore
internal import Foundation

/// How far a run of a sweep has come.
public enum SweepOutcome: Equatable, Sendable {
    case unfinished
    /// The training broke down, and why.
    case failed(String)
    /// Finished; nil if the metric is undefined.
    case finished(Double?)

    /// The metric, if there is one yet.
    public var value: Double? { if case .finished(let value) = self { value } else { nil } }

    public var failure: String? { if case .failed(let reason) = self { reason } else { nil } }
}

/// The files of a sweep.
///
/// For every run `point-000/seed-0.yaml`, its configuration, and the run folder `point-000/seed-0`; `seed-0.failed` with
/// the reason if its training broke down; at the end `sweep.json`, and `best.yaml`, the configuration of the best point.
/// With inner folds a run is of one of them, `point-000/seed-0-fold-1`.
public struct SweepFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    public var resultPath: String { path + "/sweep.json" }
    public var bestPath: String { path + "/best.yaml" }

    public func folder(of run: SweepRun) -> RunFolder { RunFolder(path: "\(path)/\(run.path)") }

    public func configPath(of run: SweepRun) -> String { "\(path)/\(run.path).yaml" }

    private func failurePath(of run: SweepRun) -> String { "\(path)/\(run.path).failed" }

    /// Refuses to mix a sweep with the runs of another one.
    ///
    /// - Throws: ``TrainingError/otherConfiguration(path:differences:)`` for a run with other settings than in this sweep.
    public func requireSame(_ sweep: Sweep, registries: Registries) throws {
        for round in sweep.rounds.indices {
            for run in sweep.runs(of: sweep.points.map(\.index), round: round) {
                let path = configPath(of: run)
                guard FileManager.default.fileExists(atPath: path) else { continue }
                let differences = try RunConfig.decode(ConfigNode.load(path: path), catalog: registries.catalog)
                    .encode()
                    .differences(from: sweep.config(of: run).encode(), ignoring: ["name", "plugins", "log"])
                guard differences.isEmpty else {
                    throw TrainingError.otherConfiguration(path: path, differences: differences)
                }
            }
        }
    }

    /// Writes the configuration of a run.
    public func prepare(_ run: SweepRun, of sweep: Sweep) throws {
        let path = configPath(of: run)
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try write(sweep.config(of: run).encode().yaml(), to: path)
    }

    public func noteFailure(_ reason: String, of run: SweepRun) throws { try write(reason, to: failurePath(of: run)) }

    public func outcome(of run: SweepRun, metric: String) throws -> SweepOutcome {
        let folder = folder(of: run)
        if folder.hasSummary {
            let summary = try folder.summary()
            return .finished((run.innerFold == nil ? summary.validation : summary.test)[metric]?.scalar)
        }
        let path = failurePath(of: run)
        guard FileManager.default.fileExists(atPath: path) else { return .unfinished }
        return .failed(try String(contentsOfFile: path, encoding: .utf8))
    }

    /// Writes a file whole or not at all.
    public func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
