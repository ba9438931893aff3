internal import BallastCore
internal import BallastData
public import BallastTraining
internal import Foundation

/// What the folder of one run holds, as far as a report shows it.
public struct RunContents {
    /// A part that a folder of an older program, or of a run in progress, lacks.
    struct Gap {
        /// What is not shown for that.
        let what: String
        /// The command that makes it.
        let command: String
    }

    let folder: RunFolder
    /// How the run is called in the report.
    public internal(set) var label: String
    let config: ConfigNode
    /// The resolved configuration as the folder has it.
    let configText: String
    let description: RunDescription
    let history: [EpochRecord]
    /// Nil while the run is not finished.
    let summary: RunSummary?
    /// Rows of each class in every part.
    let classCounts: [RunPart: [Int]]
    /// Probabilities of the tested weights, decisions at the run's threshold; of the parts that the folder has.
    let predictions: [RunPart: Predictions]
    let features: FeatureSample?

    /// Reads a run folder, and nothing else.
    ///
    /// - Parameter folder: of a run, finished or not.
    /// - Throws: `DataError` for files that do not belong together or are not what this program writes, `HDF5Error` for
    ///   damaged ones, `CocoaError` for those that cannot be read.
    public init(_ folder: RunFolder) throws {
        self.folder = folder
        configText = try String(contentsOfFile: folder.configPath, encoding: .utf8)
        config = try ConfigNode.parse(yaml: configText, path: folder.configPath)
        description = try Self.description(folder)
        history = try Self.decoded(folder.metricsPath) { try folder.history() }
        let summary = folder.hasSummary ? try Self.decoded(folder.summaryPath) { try folder.summary() } : nil
        self.summary = summary
        classCounts = try folder.classCounts()
        label = summary?.name ?? URL(fileURLWithPath: folder.path).lastPathComponent
        predictions = try Self.predictions(folder, description.task, classCounts, summary)
        features = try Self.features(folder, description.task)
    }

    /// What cannot be shown, and how it can be made; none for the folder of a finished run of this program.
    var gaps: [Gap] {
        guard summary != nil else {
            let resume = "ballast train \(Shell.quoted(folder.configPath)) --out \(Shell.quoted(folder.path)) --resume"
            return [Gap(what: "The run is not finished, so that there are no results.", command: resume)]
        }
        let keep = "ballast predict \(Shell.quoted(folder.path)) --data \(Shell.quoted(dataPath)) --keep"
        let parts = [RunPart.validation, .test].filter { classCounts[$0] != nil }
        var gaps = parts.filter { predictions[$0] == nil }.map { part in
            Gap(
                what: "There are no curves, decisions and calibration on \(part.rawValue): the folder has no "
                    + "predictions/\(part.rawValue).h5.", command: keep)
        }
        if features == nil, !parts.isEmpty {
            gaps.append(
                Gap(what: "There is no picture of the embedding: the folder has no features.h5.", command: keep))
        }
        return gaps
    }

    var classNames: [String] { description.task.classNames }
    var isBinary: Bool { classNames.count == 2 }
    var positiveClass: Int { description.task.positiveClass }
    /// The threshold that the run chose on validation.
    var threshold: Double? { summary?.validation["threshold"]?.scalar }

    /// The data set's file, as the configuration names it.
    var dataPath: String { config["data"]?["path"]?.string ?? "" }

    /// The parts of which there are predictions, the test first.
    var predictedParts: [(part: RunPart, predictions: Predictions)] {
        [RunPart.test, .validation].compactMap { part in predictions[part].map { (part, $0) } }
    }

    /// The type that the configuration names for a component.
    ///
    /// - Parameter key: such as `loss`.
    func component(_ key: String) -> String { config[key]?["type"]?.string ?? config[key]?.string ?? "none" }

    private static func decoded<Value>(_ path: String, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch let error as DecodingError {
            throw DataError(file: path, "is not what this program writes", got: "\(error)")
        }
    }

    private static func description(_ folder: RunFolder) throws -> RunDescription {
        let description = try decoded(folder.runPath) { try folder.description() }
        let task = description.task
        let count = task.classNames.count
        guard count >= 2, task.trainingCounts.count == count, task.classNames.indices.contains(task.positiveClass),
            description.resampling.map({ $0.countsAfter.count == count }) ?? true
        else {
            throw DataError(
                file: folder.runPath, "classes, their counts and the positive class do not belong together",
                got: "\(count) classes, \(task.trainingCounts.count) counts, positive class \(task.positiveClass)")
        }
        return description
    }

    private static func predictions(
        _ folder: RunFolder, _ task: TaskDescription, _ counts: [RunPart: [Int]], _ summary: RunSummary?
    ) throws -> [RunPart: Predictions] {
        var result: [RunPart: Predictions] = [:]
        for part in [RunPart.validation, .test] {
            guard let rows = counts[part]?.reduce(0, +) else { continue }
            let path = folder.predictionsPath(part)
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let positive = task.classNames.count == 2 ? task.classNames[task.positiveClass] : nil
            let table = try PredictionTable(path: path, columns: PredictionColumns(positive: positive))
            guard table.classNames == task.classNames else {
                throw DataError(
                    file: path, "has other classes than the run", expected: task.classNames.joined(separator: ", "),
                    got: table.classNames.joined(separator: ", "))
            }
            guard let scores = table.scores, scores.count == rows else {
                throw DataError(
                    file: path, "has other rows than the run", expected: "probabilities of \(rows) rows",
                    got: "\(table.scores?.count ?? 0)")
            }
            scores.threshold = summary?.validation["threshold"]?.scalar
            result[part] = scores
        }
        return result
    }

    private static func features(_ folder: RunFolder, _ task: TaskDescription) throws -> FeatureSample? {
        guard FileManager.default.fileExists(atPath: folder.featuresPath) else { return nil }
        let sample = try FeatureSample(path: folder.featuresPath)
        guard sample.labels.allSatisfy({ Int($0) < task.classNames.count }), sample.width > 0,
            (sample.anchors.count / sample.width) % task.classNames.count == 0
        else {
            throw DataError(
                file: folder.featuresPath, "has other classes than the run",
                expected: "\(task.classNames.count) classes")
        }
        return sample
    }
}
