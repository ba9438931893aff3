internal import BallastCore
public import BallastTraining

/// The test results of one method on one data set, over folds or seeds.
public struct MethodScores: Sendable {
    /// How the method is called in tables.
    public var label: String
    /// What makes it this method: its configuration without data, name, seed and threads. Equal on all data sets.
    let identity: ConfigNode
    public let dataset: String
    /// What the values are of, in their order: folds of one division, or seeds. Results are paired if these are equal.
    let pairing: Pairing
    /// The configuration's name.
    private let name: String
    /// Which way each metric is better: `higher`, `lower` or `none`.
    let directions: [String: String]
    let values: [String: [Double?]]

    /// What values of different methods have in common.
    enum Pairing: Equatable, Sendable {
        case folds(fingerprint: String, counts: [[Int]], seed: Int, split: String)
        case seeds(fingerprint: String, [Int])

        var fingerprint: String {
            switch self {
            case .folds(let fingerprint, _, _, _), .seeds(let fingerprint, _): fingerprint
            }
        }

        var noun: String { if case .folds = self { "folds" } else { "seeds" } }
    }

    /// The settings that do not make a method another one.
    private static let incidental: Set<String> = ["data", "name", "seed", "threads", "plugins", "log"]

    /// A cross-validation.
    ///
    /// - Throws: if the folder's files cannot be read.
    public init(crossValidation folder: CrossValidationFolder) throws {
        let result = try folder.result()
        let config = try ConfigNode.load(path: folder.configPath)
        label =
            Self.label(loss: result.loss, sampler: result.sampler, weighting: result.weighting)
            + (result.search == nil ? "" : " + search")
        identity = Self.identity(config)
        dataset = Self.datasetName(config)
        name = config["name"]?.string ?? ""
        pairing = .folds(
            fingerprint: result.plan.fingerprint, counts: result.plan.foldCounts, seed: result.plan.splitSeed,
            split: result.plan.split)
        directions = result.measures.mapValues(\.direction)
        values = result.measures.mapValues(\.values)
    }

    /// Runs that differ in nothing but the seed.
    ///
    /// - Parameters:
    ///   - runs: finished runs of one method, one at least.
    ///   - directions: of the metrics, by name.
    public init(runs: [RunFolder], directions: [String: String]) throws {
        let sorted = try runs.map { ($0, try $0.summary()) }.sorted { $0.1.seed < $1.1.seed }
        let (folder, first) = sorted[0]
        let config = try ConfigNode.load(path: folder.configPath)
        label = Self.label(loss: first.loss, sampler: first.sampler, weighting: first.weighting)
        identity = Self.identity(config)
        dataset = Self.datasetName(config)
        name = config["name"]?.string ?? ""
        pairing = .seeds(fingerprint: try folder.description().task.fingerprint, sorted.map(\.1.seed))
        let names = Set(sorted.flatMap { $0.1.test.filter { $0.value.scalar != nil }.map(\.key) })
        values = Dictionary(
            uniqueKeysWithValues: names.map { name in (name, sorted.map { $0.1.test[name]?.scalar }) })
        self.directions = Dictionary(
            uniqueKeysWithValues: names.map { ($0, directions[$0] ?? MetricDirection.none.rawValue) })
    }

    public var metrics: [String] { Array(values.keys) }

    public func isSameMethodAndData(as other: MethodScores) -> Bool {
        identity == other.identity && pairing.fingerprint == other.pairing.fingerprint
    }

    /// The scores with labels that tell methods apart: the components that make a method, and its name where others have
    /// the same.
    public static func labelled(_ scores: [MethodScores]) -> [MethodScores] {
        scores.map { score in
            guard scores.contains(where: { $0.label == score.label && $0.identity != score.identity }) else {
                return score
            }
            var named = score
            // A method keeps the name that it has on its first data set.
            let name = scores.first { $0.identity == score.identity }?.name ?? score.name
            named.label = "\(score.label) (\(name))"
            return named
        }
    }

    /// Run folders gathered so that those of a group differ in nothing but the seed, in the order of their first.
    public static func grouped(_ runs: [RunFolder]) throws -> [[RunFolder]] {
        var groups: [(key: ConfigNode, runs: [RunFolder])] = []
        for run in runs {
            let config = try ConfigNode.load(path: run.configPath)
            let key = config.removing(incidental.subtracting(["data"]))
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].runs.append(run)
            } else {
                groups.append((key, [run]))
            }
        }
        return groups.map(\.runs)
    }

    private static func identity(_ config: ConfigNode) -> ConfigNode { config.removing(incidental) }

    private static func label(loss: String, sampler: String, weighting: String) -> String {
        ([loss] + [sampler].filter { $0 != "shuffle" } + [weighting].filter { $0 != "none" }).joined(separator: " + ")
    }

    /// The name of the data set's file, without folder and extension.
    private static func datasetName(_ config: ConfigNode) -> String {
        let file = config["data"]?["path"]?.string ?? ""
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.split(separator: ".").first.map(String.init) ?? name
    }
}

extension ConfigNode {
    fileprivate func removing(_ keys: Set<String>) -> ConfigNode {
        ConfigNode(.mapping((entries ?? []).filter { !keys.contains($0.key) }), at: location)
    }
}
