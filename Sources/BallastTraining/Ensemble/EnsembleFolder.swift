public import BallastCore
internal import Foundation

/// An ensemble as a folder, which is evaluated, predicted with and compared like a run: it holds `ensemble.json`.
public struct EnsembleFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    public var recordPath: String { path + "/ensemble.json" }

    /// Whether the folder holds an ensemble.
    public var isInUse: Bool { FileManager.default.fileExists(atPath: recordPath) }

    /// - Throws: ``TrainingError/folderInUse(_:)`` if the folder holds a run or an ensemble.
    public func requireFree() throws {
        guard !isInUse, !RunFolder(path: path).isInUse else { throw TrainingError.folderInUse(path) }
    }

    public func record() throws -> EnsembleRecord {
        do {
            return try JSONText.decode(
                EnsembleRecord.self, from: String(contentsOfFile: recordPath, encoding: .utf8))
        } catch let error as DecodingError {
            throw CheckpointError(recordPath, "is not what this program writes: \(error)")
        }
    }

    /// Writes the record, whole or not at all.
    ///
    /// - Throws: ``TrainingError/folderInUse(_:)`` if the folder holds a run or an ensemble.
    public func write(_ record: EnsembleRecord) throws {
        try requireFree()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(JSONText.encode(record, pretty: true).utf8)
            .write(to: URL(fileURLWithPath: recordPath), options: .atomic)
    }

    /// The path of a run as the record names it: from the folder on, so that both can be moved together.
    public func relative(_ run: String) -> String {
        let from = URL(fileURLWithPath: path).standardizedFileURL.pathComponents
        let to = URL(fileURLWithPath: run).standardizedFileURL.pathComponents
        let shared = zip(from, to).prefix { $0 == $1 }.count
        return ([String](repeating: "..", count: from.count - shared) + to[shared...]).joined(separator: "/")
    }

    /// The path of a run that the record names.
    public func resolve(_ run: String) -> String { "\(path)/\(run)" }
}

/// What an ensemble is made of, and its results: `ensemble.json`.
public struct EnsembleRecord: Codable, Equatable, Sendable {
    public var ballastVersion: String
    public var name: String
    public var rule: EnsembleRule
    public var members: [Member]
    public var classNames: [String]
    /// The threshold that was chosen on validation, or why there is none; nil if none was to be chosen.
    public var threshold: MetricValue?
    /// Metrics on the rows that are validation, and test, to every member, and the number of these rows; nil if there are
    /// none.
    public var validation: [String: MetricValue]?
    public var validationRows: Int?
    public var test: [String: MetricValue]?
    public var testRows: Int?

    public struct Member: Codable, Equatable, Sendable {
        /// The run folder or checkpoint, from the ensemble's folder on.
        public var path: String
        public var weight: Double
        /// SHA-256 of the values of model and loss.
        public var digest: String
        /// Metrics on the rows of ``EnsembleRecord/test``.
        public var test: [String: MetricValue]?
    }

    /// The mean of a metric over the members, each alone on the same test rows; nil unless all have a number.
    public func memberMean(of metric: String) -> Double? {
        let values = members.map { $0.test?[metric]?.scalar }
        let numbers = values.compactMap { $0 }
        return numbers.count == values.count ? numbers.reduce(0, +) / Double(numbers.count) : nil
    }
}

extension TrainedEnsemble {
    /// Opens what ``EnsembleFolder/write(_:)`` recorded, with the threshold that was chosen then.
    ///
    /// - Parameters:
    ///   - folder: the ensemble's folder.
    ///   - threads: threads of the kernels; every core if nil.
    ///   - precision: the number format of activations; that of each run if nil.
    ///   - registries: where the components of a run are looked up, by its path.
    /// - Throws: ``CheckpointError`` for a run whose weights have changed since; as the other initializer.
    public convenience init(
        folder: EnsembleFolder, threads: Int? = nil, precision: ActivationPrecision? = nil,
        registries: (_ path: String) throws -> Registries
    ) throws {
        let record = try folder.record()
        try self.init(
            paths: record.members.map { folder.resolve($0.path) }, rule: record.rule,
            weights: record.members.map(\.weight), threads: threads, precision: precision, registries: registries)
        let recorded = Set(record.members.map(\.digest))
        if let changed = members.first(where: { !recorded.contains($0.digest) }) {
            throw CheckpointError(
                changed.path, "has other weights than when the ensemble \(folder.path) was made; make it anew")
        }
        chosenThreshold = record.threshold
    }

    /// Chooses the threshold and tests once, as a run does at its end.
    ///
    /// Rows that are validation, or test, to every member do not always exist: runs with other seeds of the split have
    /// few in common, folds of a cross-validation none. Then there are no results, and why is returned.
    ///
    /// - Parameters:
    ///   - folder: where the record will be written; members are named from there on.
    ///   - dataset: the data set that all members were trained on.
    /// - Returns: the record, and for each of validation and test the reason if it is missing, or how many rows are left of
    ///   a member's if not all are.
    public func result(for folder: EnsembleFolder, dataset: String) throws -> (record: EnsembleRecord, notes: [String])
    {
        try chooseThreshold(dataset: dataset)
        var notes: [String] = []
        func evaluated(
            _ part: RunPart
        ) throws -> (scores: [String: MetricValue], members: [[String: MetricValue]], rows: Int)? {
            do {
                let (evaluation, ofMembers) = try evaluateWithMembers(dataset: dataset, part: part)
                let rows = evaluation.predictions.count
                let most = try members.map { try RunFolder(path: $0.path).rowCount(of: part) }.max() ?? rows
                if rows < most {
                    notes.append(
                        "\(rows) of up to \(most) \(part.rawValue) rows of a run are \(part.rawValue) to every run")
                }
                return (scores(evaluation), ofMembers, rows)
            } catch TrainingError.unsuitableData(let reason) {
                notes.append("no result on \(part.rawValue): \(reason)")
                return nil
            }
        }
        let validation = try evaluated(.validation)
        let test = try evaluated(.test)
        let recorded = members.enumerated().map { place, member in
            EnsembleRecord.Member(
                path: folder.relative(member.path), weight: member.weight, digest: member.digest,
                test: test?.members[place])
        }
        let record = EnsembleRecord(
            ballastVersion: ballastVersion, name: RunFolder.name(of: folder.path), rule: rule, members: recorded,
            classNames: classNames, threshold: chosenThreshold, validation: validation?.scores,
            validationRows: validation?.rows, test: test?.scores, testRows: test?.rows)
        return (record, notes)
    }

    /// The data set that the members were trained on, as their configurations name it.
    ///
    /// - Throws: ``TrainingError/unsuitableData(_:)`` naming two members that name different ones.
    public func recordedDataset() throws -> String {
        if let other = members.first(where: { $0.config.data.path != members[0].config.data.path }) {
            throw TrainingError.unsuitableData(
                "\(members[0].path) was trained on \(members[0].config.data.path), \(other.path) on "
                    + "\(other.config.data.path); name the data set with --data")
        }
        return members[0].config.data.path
    }
}

extension RunFolder {
    fileprivate static func name(of path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    }
}
