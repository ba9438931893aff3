public import BallastCore
internal import Foundation

/// The files of one cross-validation.
///
/// `plan.json` (folds, data, plugins), `config.yaml` (resolved, without a fold), a run folder `fold-00` … for each fold, and
/// at the end `cv.json`. If settings are searched, `search/fold-00` … hold the searches inside of the folds, as a sweep's
/// folder does. Every file is replaced whole, by renaming.
public struct CrossValidationFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    public var planPath: String { path + "/plan.json" }
    public var configPath: String { path + "/config.yaml" }
    public var resultPath: String { path + "/cv.json" }

    /// Whether a cross-validation has been started here.
    public var isInUse: Bool { FileManager.default.fileExists(atPath: planPath) }
    public var hasResult: Bool { FileManager.default.fileExists(atPath: resultPath) }

    public func fold(_ index: Int) -> RunFolder { RunFolder(path: "\(path)/\(Self.foldName(index))") }

    /// The search inside of a fold.
    ///
    /// - Parameter index: the fold, from 0.
    public func search(_ index: Int) -> SweepFolder { SweepFolder(path: "\(path)/search/\(Self.foldName(index))") }

    /// `fold-07`: sorts as it counts up to a hundred folds.
    public static func foldName(_ index: Int) -> String { "fold-" + (index < 10 ? "0" : "") + "\(index)" }

    /// Records what the cross-validation is, or checks that it is the one that the folder holds.
    ///
    /// - Throws: ``TrainingError/otherConfiguration(path:differences:)`` for another one or other data, and for folds
    ///   of another configuration; ``TrainingError/unsuitableData(_:)`` for a folder that holds a single run.
    public func begin(_ validation: CrossValidation, registries: Registries) throws {
        let resolved = validation.config.encode()
        if isInUse {
            try requireSame(validation.plan)
            try requireSame(resolved, in: configPath, registries: registries)
        } else {
            guard !RunFolder(path: path).isRun else {
                throw TrainingError.unsuitableData(
                    "\(path) holds a run, not a cross-validation; name another with --out")
            }
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try write(resolved.yaml(), to: configPath)
            // Last, because it is what marks the folder as in use.
            try write(JSONText.encode(validation.plan, pretty: true), to: planPath)
        }
        for index in 0..<validation.plan.foldCount {
            if let sweep = validation.search(inFold: index) {
                try search(index).requireSame(sweep, registries: registries)
            } else {
                var config = validation.config
                config.data.fold = FoldConfig(count: validation.plan.foldCount, index: index)
                try requireSame(config, inFold: index, registries: registries)
            }
        }
    }

    /// Refuses a fold that was begun with another configuration.
    ///
    /// - Parameters:
    ///   - config: the configuration that the fold is to have.
    ///   - index: the fold, from 0; one that is not begun suits any configuration.
    ///   - registries: where components are looked up.
    /// - Throws: ``TrainingError/otherConfiguration(path:differences:)``.
    public func requireSame(_ config: RunConfig, inFold index: Int, registries: Registries) throws {
        guard fold(index).isInUse else { return }
        try requireSame(config.encode(), in: fold(index).configPath, registries: registries)
    }

    public func plan() throws -> CrossValidationPlan {
        try JSONText.decode(CrossValidationPlan.self, from: String(contentsOfFile: planPath, encoding: .utf8))
    }

    /// Writes a file of the folder whole or not at all.
    public func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private func requireSame(_ plan: CrossValidationPlan) throws {
        let recorded = try self.plan()
        var differences: [String] = []
        func compare(_ what: String, _ now: some Equatable, _ before: some Equatable) {
            if "\(now)" != "\(before)" { differences.append("\(what) is \(now), was \(before)") }
        }
        compare("the number of folds", plan.foldCount, recorded.foldCount)
        if let now = plan.innerFoldCount, let before = recorded.innerFoldCount {
            compare("the number of inner folds", now, before)
        }
        if plan.fingerprint != recorded.fingerprint { differences.append("the data set has changed") }
        let names = Set((plan.plugins + recorded.plugins).map(\.name)).sorted()
        for name in names where plan.plugins.digest(name) != recorded.plugins.digest(name) {
            differences.append("the plugin \(name) has changed")
        }
        guard differences.isEmpty else {
            throw TrainingError.otherConfiguration(path: planPath, differences: differences)
        }
    }

    /// Names do not count, nor where plugins lie and what is logged; the number of threads does, as the last bits of results depend on it.
    private func requireSame(_ config: ConfigNode, in path: String, registries: Registries) throws {
        let recorded = try ConfigNode.load(path: path)
        let differences = try RunConfig.decode(recorded, catalog: registries.catalog).encode()
            .differences(from: config, ignoring: ["name", "plugins", "log"])
        guard differences.isEmpty else { throw TrainingError.otherConfiguration(path: path, differences: differences) }
    }
}

extension RunFolder {
    /// Whether this is the folder of a single run.
    fileprivate var isRun: Bool { FileManager.default.fileExists(atPath: runPath) }
}

extension [PluginRecord] {
    fileprivate func digest(_ name: String) -> String? { first { $0.name == name }?.digest }
}
