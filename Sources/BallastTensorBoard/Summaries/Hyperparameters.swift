internal import BallastCore
internal import BallastTraining
internal import Foundation
internal import SwiftProtobuf

/// The settings of a run as hyperparameters: `loss` the type of the loss, `loss.gamma` a setting of it.
enum Hyperparameters {
    static let startTag = "_hparams_/session_start_info"
    static let endTag = "_hparams_/session_end_info"

    /// Settings that change nothing of what is learnt.
    private static let incidental: Set<String> = [
        "name", "threads", "plugins", "log", "search", "metrics", "data.resident_megabytes",
        "training.evaluation_batch_size",
    ]

    /// Every setting that has a value, by key path.
    static func values(of config: RunConfig) -> [String: Google_Protobuf_Value] {
        var values: [String: Google_Protobuf_Value] = [:]
        for entry in config.encode().entries ?? [] { gather(entry.value, at: entry.key, into: &values) }
        return values
    }

    private static func gather(_ node: ConfigNode, at path: String, into values: inout [String: Google_Protobuf_Value])
    {
        guard !incidental.contains(path) else { return }
        switch node.content {
        case .mapping(let entries):
            for entry in entries {
                gather(entry.value, at: entry.key == "type" ? path : "\(path).\(entry.key)", into: &values)
            }
        case .sequence(let elements):
            values[path] = .init(stringValue: "[" + elements.map(text).joined(separator: ", ") + "]")
        case .scalar(let scalar):
            switch scalar.value {
            case .null: break
            case .boolean(let value): values[path] = .init(boolValue: value)
            case .integer(let value): values[path] = .init(numberValue: Double(value))
            case .number(let value): values[path] = .init(numberValue: value)
            case .string(let value): values[path] = .init(stringValue: value)
            }
        }
    }

    /// An element of a list: a component without settings is its type.
    private static func text(_ node: ConfigNode) -> String {
        if let scalar = node.scalar { return scalar.text }
        if let entries = node.entries, entries.count == 1, let type = node["type"]?.string { return type }
        return node.json(isPretty: false)
    }

    /// What the run is set to, and when it started.
    static func start(_ config: RunConfig) throws -> TensorBoardSummary.Value {
        try summary(startTag) {
            $0.sessionStartInfo.hparams = values(of: config)
            $0.sessionStartInfo.startTimeSecs = Date.now.timeIntervalSince1970
        }
    }

    /// How the run ended, and when.
    static func end(_ status: TensorBoardSessionEnd.Status) throws -> TensorBoardSummary.Value {
        try summary(endTag) {
            $0.sessionEndInfo.status = status
            $0.sessionEndInfo.endTimeSecs = Date.now.timeIntervalSince1970
        }
    }

    private static func summary(
        _ tag: String, _ fill: (inout TensorBoardHParamsData) -> Void
    ) throws -> TensorBoardSummary.Value {
        var data = TensorBoardHParamsData()
        fill(&data)
        let metadata = TensorBoardSummaryMetadata.plugin("hparams", content: try data.serializedData())
        return .with {
            $0.tag = tag
            $0.metadata = metadata
            // Everything is in the metadata; a value without a tensor would not be kept.
            $0.tensor = .floats([], shape: [0])
        }
    }
}
