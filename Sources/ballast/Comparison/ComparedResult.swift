import Ballast

/// The test result of a run, or of an ensemble, as a line of `ballast compare`.
enum ComparedResult: Encodable {
    case run(RunSummary)
    case ensemble(EnsembleRecord)

    /// - Throws: `UsageError` if the folder holds neither a finished run nor an ensemble that was tested.
    init(_ path: String) throws {
        let folder = EnsembleFolder(path: path)
        guard folder.isInUse else {
            self = .run(try ComparedMethods.finished(path).summary())
            return
        }
        let record = try folder.record()
        guard record.test != nil else { throw UsageError("the runs of \(path) have no test rows in common") }
        self = .ensemble(record)
    }

    var name: String {
        switch self {
        case .run(let summary): summary.name
        case .ensemble(let record): record.name
        }
    }

    /// The loss, or what the ensemble is.
    var method: String {
        switch self {
        case .run(let summary): summary.loss
        case .ensemble(let record): "\(record.rule.rawValue) of \(record.members.count)"
        }
    }

    var seed: String { if case .run(let summary) = self { "\(summary.seed)" } else { "-" } }

    var seconds: Double? { if case .run(let summary) = self { summary.seconds } else { nil } }

    var test: [String: MetricValue] {
        switch self {
        case .run(let summary): summary.test
        case .ensemble(let record): record.test ?? [:]
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .run(let summary): try summary.encode(to: encoder)
        case .ensemble(let record): try record.encode(to: encoder)
        }
    }
}
