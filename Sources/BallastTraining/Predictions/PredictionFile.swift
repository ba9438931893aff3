public import BallastCore
internal import BallastHDF5
internal import Foundation

/// Files of predictions.
public enum PredictionFile {
    /// `probabilities` [N, K], `predicted` [N], `labels` [N] and `classes` [K], written atomically.
    ///
    /// - Parameters:
    ///   - predictions: of N rows.
    ///   - classNames: of the K classes.
    ///   - space: adds `features` [N, D], and a vector per class [K, D] for each that the loss has, such as `loss/anchors`.
    ///   - path: of the file.
    /// - Throws: `HDF5Error`.
    public static func writeHDF5(
        _ predictions: Predictions, classNames: [String], space: FeatureSpace? = nil, to path: String
    ) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.setAttribute("format", to: "ballast-predictions")
            try file.setAttribute("version", to: 1)
            try file.createDataset(
                "probabilities", values: predictions.probabilities.map(Float.init),
                shape: [predictions.count, predictions.classCount], options: .compressed)
            try file.createDataset("predicted", values: predictions.predictedClasses, options: .compressed)
            try file.createDataset("labels", values: predictions.labels, options: .compressed)
            try file.createDataset("classes", values: classNames)
            guard let space else { return }
            try file.createDataset(
                "features", values: space.features, shape: [predictions.count, space.width], options: .compressed)
            for vectors in space.classVectors {
                try file.createDataset(
                    "loss/" + vectors.name, values: vectors.values, shape: [classNames.count, space.width])
            }
        }
    }

    /// A header, then a line per row: number of the row, label, predicted class, a probability per class.
    ///
    /// - Parameters:
    ///   - predictions: of N rows.
    ///   - classNames: of the K classes.
    ///   - space: adds the features as columns f_0, f_1 …; vectors of classes have no rows here.
    ///   - path: of the file.
    /// - Throws: `CocoaError` if it cannot be written.
    public static func writeCSV(
        _ predictions: Predictions, classNames: [String], space: FeatureSpace? = nil, to path: String
    ) throws {
        let features = (0..<(space?.width ?? 0)).map { "f_\($0)" }
        let names = classNames.map(quoted)
        var text =
            (["row", "label", "predicted"] + classNames.map { quoted("p_" + $0) } + features)
            .joined(separator: ",") + "\n"
        let predicted = predictions.predictedClasses
        let width = predictions.classCount
        for row in 0..<predictions.count {
            let scores = predictions.probabilities[row * width..<(row + 1) * width].map { Float($0).description }
            let cells = ["\(row)", names[Int(predictions.labels[row])], names[Int(predicted[row])]] + scores
            let place = space.map { $0.features[row * $0.width..<(row + 1) * $0.width].map(\.description) } ?? []
            text += (cells + place).joined(separator: ",") + "\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// A field that contains a comma, a quote or a line break needs quotes (RFC 4180).
    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
