public import BallastCore
internal import BallastData
internal import BallastHDF5
internal import Foundation

/// Files of predictions.
///
/// Predictions of many rows are written as they are made: the whole of them is never in memory.
public enum PredictionFile {
    /// Hands over predictions of rows, those behind the ones before.
    public typealias Append = (Predictions) throws -> Void

    /// Writes a file of predictions: text if its name ends in .csv, else HDF5. It appears under its name complete or not at
    /// all.
    ///
    /// - Parameters:
    ///   - path: the file to write or replace.
    ///   - rowCount: how many rows there will be.
    ///   - classNames: the names of the classes.
    ///   - threads: threads that compress; the file does not depend on them.
    ///   - body: hands over the predictions of all rows, some at a time.
    /// - Throws: `HDF5Error` or a Cocoa error if the file cannot be written, what `body` throws.
    public static func write(
        to path: String, rowCount: Int, classNames: [String], threads: Int = 1, _ body: (Append) throws -> Void
    ) throws {
        if path.hasSuffix(".csv") {
            try writeCSV(classNames: classNames, to: path, body)
        } else {
            try writeHDF5(rowCount: rowCount, classNames: classNames, to: path, threads: threads, body)
        }
    }

    /// `probabilities` [N, K], `predicted` [N], `labels` [N] and `classes` [K], written atomically.
    ///
    /// - Parameters:
    ///   - predictions: of all rows.
    ///   - classNames: the names of the classes.
    ///   - space: adds `features` [N, D], and a vector per class [K, D] for each that the loss has, such as `loss/anchors`.
    ///   - path: the file to write or replace.
    /// - Throws: `HDF5Error` if the file cannot be written.
    public static func writeHDF5(
        _ predictions: Predictions, classNames: [String], space: FeatureSpace? = nil, to path: String
    ) throws {
        try writeHDF5(rowCount: predictions.count, classNames: classNames, space: space, to: path, threads: 1) {
            try $0(predictions)
        }
    }

    /// A header, then a line per row: number of the row, label, predicted class, a probability per class.
    ///
    /// - Parameters:
    ///   - predictions: of all rows.
    ///   - classNames: the names of the classes.
    ///   - space: adds the features as columns f_0, f_1 …; vectors of classes have no rows here.
    ///   - path: the file to write or replace.
    /// - Throws: a Cocoa error if the file cannot be written.
    public static func writeCSV(
        _ predictions: Predictions, classNames: [String], space: FeatureSpace? = nil, to path: String
    ) throws {
        try writeCSV(classNames: classNames, space: space, to: path) { try $0(predictions) }
    }

    private static func writeHDF5(
        rowCount: Int, classNames: [String], space: FeatureSpace? = nil, to path: String, threads: Int,
        _ body: (Append) throws -> Void
    ) throws {
        try HDF5File.writeAtomically(to: path) { file in
            try file.setAttribute("format", to: "ballast-predictions")
            try file.setAttribute("version", to: 1)
            func rows<T: HDF5Number>(_ name: String, _ rowShape: [Int], of _: T.Type) throws -> ChunkedRows<T> {
                ChunkedRows(
                    try file.createDataset(name, of: T.self, shape: [rowCount] + rowShape, options: .compressed),
                    valuesPerRow: rowShape.reduce(1, *), threads: threads)
            }
            let columns = Columns(
                probabilities: try rows("probabilities", [classNames.count], of: Float.self),
                predicted: try rows("predicted", [], of: Int32.self),
                labels: try rows("labels", [], of: Int32.self))
            let writing = WriteBehind(limit: 2)
            try body { predictions in
                let part = Part(predictions)
                try writing.add { try columns.append(part) }
            }
            try writing.finish()
            try columns.finish()
            try file.createDataset("classes", values: classNames)
            guard let space else { return }
            try file.createDataset(
                "features", values: space.features, shape: [rowCount, space.width], options: .compressed)
            for vectors in space.classVectors {
                try file.createDataset(
                    "loss/" + vectors.name, values: vectors.values, shape: [classNames.count, space.width])
            }
        }
    }

    /// Predictions as they are stored.
    private struct Part: Sendable {
        let probabilities: [Float]
        let predicted: [Int32]
        let labels: [Int32]

        init(_ predictions: Predictions) {
            probabilities = predictions.probabilities.map(Float.init)
            predicted = predictions.predictedClasses
            labels = predictions.labels
        }
    }

    private final class Columns: @unchecked Sendable {
        // Sendable because one thread works with it, and another only when that has finished.
        let probabilities: ChunkedRows<Float>
        let predicted: ChunkedRows<Int32>
        let labels: ChunkedRows<Int32>

        init(probabilities: ChunkedRows<Float>, predicted: ChunkedRows<Int32>, labels: ChunkedRows<Int32>) {
            self.probabilities = probabilities
            self.predicted = predicted
            self.labels = labels
        }

        func append(_ part: Part) throws {
            try part.probabilities.withUnsafeBufferPointer { try probabilities.append($0) }
            try part.predicted.withUnsafeBufferPointer { try predicted.append($0) }
            try part.labels.withUnsafeBufferPointer { try labels.append($0) }
        }

        func finish() throws {
            try probabilities.finish()
            try predicted.finish()
            try labels.finish()
        }
    }

    private static func writeCSV(
        classNames: [String], space: FeatureSpace? = nil, to path: String, _ body: (Append) throws -> Void
    ) throws {
        let names = classNames.map(quoted)
        let features = (0..<(space?.width ?? 0)).map { "f_\($0)" }
        let header = (["row", "label", "predicted"] + classNames.map { quoted("p_" + $0) } + features)
            .joined(separator: ",")
        try TextFile.writeAtomically(to: path) { file in
            try file.write(header + "\n")
            var row = 0
            try body { predictions in
                let predicted = predictions.predictedClasses
                let width = predictions.classCount
                var text = ""
                for index in 0..<predictions.count {
                    let scores = predictions.probabilities[index * width..<(index + 1) * width]
                    let cells = ["\(row)", names[Int(predictions.labels[index])], names[Int(predicted[index])]]
                    let place = space.map { $0.features[row * $0.width..<(row + 1) * $0.width].map(\.description) }
                    text +=
                        (cells + scores.map { Float($0).description } + (place ?? [])).joined(separator: ",") + "\n"
                    row += 1
                }
                try file.write(text)
            }
        }
    }

    /// A field that contains a comma, a quote or a line break needs quotes (RFC 4180).
    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
        return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
