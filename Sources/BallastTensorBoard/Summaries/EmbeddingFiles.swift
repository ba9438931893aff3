internal import BallastTraining
internal import Foundation
internal import SwiftProtobuf

/// What the embedding projector shows of a run: `projector_config.pbtxt`, and in `projector/` the features of sampled
/// validation rows, a row a line, and beside them class, predicted class and row of the data set.
struct EmbeddingFiles {
    static let configName = "projector_config.pbtxt"
    private static let featuresName = "projector/features.tsv"
    private static let rowsName = "projector/rows.tsv"

    let sample: OutputSample
    let classNames: [String]

    /// Replaces the files in a run folder, each whole.
    func write(into folder: String) throws {
        try FileManager.default.createDirectory(atPath: "\(folder)/projector", withIntermediateDirectories: true)
        try replace("\(folder)/\(Self.featuresName)", with: features)
        try replace("\(folder)/\(Self.rowsName)", with: rows)
        try replace("\(folder)/\(Self.configName)", with: config.textFormatString())
    }

    private var features: String {
        var text = ""
        for row in 0..<sample.count {
            let values = sample.features[row * sample.featureWidth..<(row + 1) * sample.featureWidth]
            text += values.map { "\($0)" }.joined(separator: "\t") + "\n"
        }
        return text
    }

    private var rows: String {
        let names = classNames.map { String($0.map { $0.isNewline || $0 == "\t" ? " " : $0 }) }
        var text = "class\tpredicted\trow\n"
        for row in 0..<sample.count {
            text += "\(names[Int(sample.labels[row])])\t\(names[Int(sample.predicted[row])])\t\(sample.rows[row])\n"
        }
        return text
    }

    private var config: TensorBoardProjectorConfig {
        .with {
            $0.embeddings = [
                .with {
                    $0.tensorName = "validation features"
                    $0.tensorShape = [UInt32(sample.count), UInt32(sample.featureWidth)]
                    $0.tensorPath = Self.featuresName
                    $0.metadataPath = Self.rowsName
                }
            ]
        }
    }

    private func replace(_ path: String, with text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
