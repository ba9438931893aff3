public import BallastCore
internal import BallastHDF5
internal import Foundation

/// The files of one run.
///
/// `config.yaml` (resolved), `run.json` (seeds, versions, data), `splits.h5` (rows and class counts of every split),
/// `metrics.jsonl` (a line an epoch), `checkpoint.h5` (last), `best.h5`; at the end `predictions/validation.h5`,
/// `predictions/test.h5`, `features.h5` (features of some rows) and `summary.json`. Every file but the growing
/// `metrics.jsonl` is replaced whole, by renaming, so a run that dies leaves no half-written one.
public struct RunFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    public var configPath: String { path + "/config.yaml" }
    public var runPath: String { path + "/run.json" }
    /// The sources of the plugins that the run was made with, a folder each.
    public var pluginsPath: String { path + "/plugins" }
    public var splitsPath: String { path + "/splits.h5" }
    public var metricsPath: String { path + "/metrics.jsonl" }
    public var checkpointPath: String { path + "/checkpoint.h5" }
    public var bestPath: String { path + "/best.h5" }
    /// Features of some of the rows that were tested.
    public var featuresPath: String { path + "/features.h5" }
    public var summaryPath: String { path + "/summary.json" }

    /// The probabilities of the tested weights for a part of the data, as `ballast predict` writes them.
    public func predictionsPath(_ part: RunPart) -> String { "\(predictionsFolder)/\(part.rawValue).h5" }
    var predictionsFolder: String { path + "/predictions" }

    /// Whether a run has been started here.
    public var isInUse: Bool { FileManager.default.fileExists(atPath: configPath) }
    public var hasCheckpoint: Bool { FileManager.default.fileExists(atPath: checkpointPath) }
    public var hasSummary: Bool { FileManager.default.fileExists(atPath: summaryPath) }

    /// Makes the folder and records what the run is, before anything is trained.
    public func begin(config: String, description: RunDescription) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try replace(runPath, with: JSONText.encode(description, pretty: true))
        try replace(metricsPath, with: "")
        // Last, because it is what marks the folder as in use.
        try replace(configPath, with: config)
    }

    /// Removes what a killed run left of files it was about to replace.
    func removePartialFiles() throws {
        var paths = [checkpointPath, bestPath, splitsPath, featuresPath]
        if FileManager.default.fileExists(atPath: predictionsFolder) { paths += RunPart.allCases.map(predictionsPath) }
        for path in paths { try HDF5File.removePartialFiles(of: path) }
    }

    func append(line: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: metricsPath))
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Makes `metrics.jsonl` hold exactly these records: after a resumption, later lines are not true any more.
    public func rewriteHistory(_ history: EpochHistory) throws {
        try replace(metricsPath, with: history.lines.map { $0 + "\n" }.joined())
    }

    public func write(_ checkpoint: Checkpoint, to path: String) throws {
        try checkpoint.write(to: path)
    }

    public func write(_ summary: RunSummary) throws {
        try replace(summaryPath, with: JSONText.encode(summary, pretty: true))
    }

    /// The summary of a finished run.
    public func summary() throws -> RunSummary {
        try JSONText.decode(RunSummary.self, from: String(contentsOfFile: summaryPath, encoding: .utf8))
    }

    /// What the run is made of.
    public func description() throws -> RunDescription {
        try JSONText.decode(RunDescription.self, from: String(contentsOfFile: runPath, encoding: .utf8))
    }

    /// The records of the epochs finished so far.
    public func history() throws -> [EpochRecord] {
        let text = try String(contentsOfFile: metricsPath, encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONText.decode(EpochRecord.self, from: String($0)) }
    }

    private func replace(_ path: String, with text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

/// What a run is made of, recorded before it starts: `run.json`.
public struct RunDescription: Codable, Equatable, Sendable {
    public var ballastVersion: String
    public var backend: String
    /// The type of activations: `float32`, or `bfloat16` if the run asks for it and the processor multiplies it.
    public var activations: String?
    public var seed: Int
    public var splitSeed: Int
    public var task: TaskDescription
    public var trainingRows: Int
    public var validationRows: Int
    public var testRows: Int
    /// What the sampler did to the training rows; nil if they are as they were.
    public var resampling: ResamplingRecord?
    /// The plugins of the run; nil if there are none.
    public var plugins: [PluginRecord]?
    /// Threads of the kernels; nil in records that are older than it.
    public var threads: Int?
    /// Where the run was begun; nil in records that are older than it.
    public var system: SystemDescription?
}

/// A plugin as a run's record names it.
public struct PluginRecord: Codable, Equatable, Sendable {
    public let name: String
    /// SHA-256 of its sources, or of its library.
    public let digest: String

    public init(name: String, digest: String) {
        self.name = name
        self.digest = digest
    }
}
