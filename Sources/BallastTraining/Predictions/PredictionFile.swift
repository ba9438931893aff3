public import BallastCore
internal import BallastHDF5
internal import Foundation

/// Files of predictions.
public enum PredictionFile {
    /// `probabilities` [N, K], `predicted` [N], `labels` [N] and `classes` [K], written atomically.
    public static func writeHDF5(_ predictions: Predictions, classNames: [String], to path: String) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.setAttribute("format", to: "ballast-predictions")
            try file.setAttribute("version", to: 1)
            try file.createDataset(
                "probabilities", values: predictions.probabilities.map(Float.init),
                shape: [predictions.count, predictions.classCount], options: .compressed)
            try file.createDataset("predicted", values: predictions.predictedClasses, options: .compressed)
            try file.createDataset("labels", values: predictions.labels, options: .compressed)
            try file.createDataset("classes", values: classNames)
        }
    }

    /// A header, then a line per row: number of the row, label, predicted class, a probability per class.
    public static func writeCSV(_ predictions: Predictions, classNames: [String], to path: String) throws {
        let names = classNames.map(quoted)
        var text = (["row", "label", "predicted"] + classNames.map { quoted("p_" + $0) }).joined(separator: ",") + "\n"
        let predicted = predictions.predictedClasses
        let width = predictions.classCount
        for row in 0..<predictions.count {
            let scores = predictions.probabilities[row * width..<(row + 1) * width].map { Float($0).description }
            let cells = ["\(row)", names[Int(predictions.labels[row])], names[Int(predicted[row])]] + scores
            text += cells.joined(separator: ",") + "\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// A field that contains a comma, a quote or a line break needs quotes (RFC 4180).
    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
