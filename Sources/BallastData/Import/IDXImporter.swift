public import BallastCore
import Glibc

/// Reads the MNIST family: images and labels in IDX files, compressed with gzip or not.
///
/// The source is a directory with the four files `{train,t10k}-{images-idx3,labels-idx1}-ubyte[.gz]`, those four files, or
/// one pair of images and labels, which becomes the split `all`. Images become [1, H, W], one byte a pixel.
public struct IDXImporter: DatasetImporter {
    public struct Config: ComponentConfig {
        @Setting("Names of the classes in the order of their labels; left out: the labels.", count: 2...)
        public var classes: [String]?

        public init() {}
    }

    public static let name = "idx"
    public static let summary = "Reads images and labels of the MNIST family (IDX files)."
    public static let sourceHelp = "DIRECTORY, or IMAGES LABELS [IMAGES LABELS]"

    private let classes: [String]?

    public init(config: Config) {
        classes = config.classes
    }

    /// The files of one split.
    private struct Pair {
        let split: SplitName
        let images: String
        let labels: String
    }

    public func run(_ request: ImportRequest, into writer: DatasetWriter) throws {
        let pairs = try pairs(request.sources)
        let names = try classNames(pairs)
        try writer.describe(
            DatasetDescription(
                name: request.name ?? baseName(request.sources[0]),
                source: "idx: \(pairs.flatMap { [fileName($0.images), fileName($0.labels)] }.joined(separator: ", "))",
                classNames: names))
        for pair in pairs { try write(pair, classCount: names.count, into: writer, report: request.report) }
    }

    private func pairs(_ sources: [String]) throws -> [Pair] {
        switch sources.count {
        case 1:
            return [
                Pair(
                    split: .train, images: try find("train-images", "idx3", in: sources[0]),
                    labels: try find("train-labels", "idx1", in: sources[0])),
                Pair(
                    split: .test, images: try find("t10k-images", "idx3", in: sources[0]),
                    labels: try find("t10k-labels", "idx1", in: sources[0])),
            ]
        case 2: return [Pair(split: .all, images: sources[0], labels: sources[1])]
        case 4:
            return [
                Pair(split: .train, images: sources[0], labels: sources[1]),
                Pair(split: .test, images: sources[2], labels: sources[3]),
            ]
        default:
            throw DataError(
                .badRequest, "idx reads a directory, or images and labels, once or for train and test",
                expected: "1, 2 or 4 sources", got: "\(sources.count)")
        }
    }

    private func find(_ stem: String, _ kind: String, in directory: String) throws -> String {
        let candidates = ["-", "."].flatMap { mark in
            ["", ".gz"].map { "\(directory)/\(stem)\(mark)\(kind)-ubyte\($0)" }
        }
        guard let found = candidates.first(where: { access($0, F_OK) == 0 }) else {
            throw DataError(
                .inputOutput, file: directory, "a file of the dataset is missing",
                expected: "\(stem)-\(kind)-ubyte or \(stem)-\(kind)-ubyte.gz")
        }
        return found
    }

    private func labelFile(_ pair: Pair) throws -> IDXFile {
        let labels = try IDXFile(path: pair.labels)
        guard labels.shape.count == 1 else {
            throw DataError(
                file: pair.labels, "does not hold labels", expected: "one dimension", got: "shape \(labels.shape)")
        }
        return labels
    }

    private func classNames(_ pairs: [Pair]) throws -> [String] {
        if let classes { return classes }
        var largest = 0
        for pair in pairs {
            let labels = try labelFile(pair)
            largest = max(largest, Int(try labels.next(labels.shape[0]).max() ?? 0))
        }
        return (0...largest).map(String.init)
    }

    private func write(
        _ pair: Pair, classCount: Int, into writer: DatasetWriter, report: (ImportProgress) -> Void
    ) throws {
        let labels = try labelFile(pair)
        let images = try IDXFile(path: pair.images)
        let count = labels.shape[0]
        guard images.shape.count == 3 || images.shape.count == 4 else {
            throw DataError(
                file: pair.images, "does not hold images", expected: "three dimensions", got: "shape \(images.shape)")
        }
        guard images.shape[0] == count else {
            throw DataError(
                file: pair.images, "images and labels are not of equal number",
                expected: "\(count), as in \(pair.labels)",
                got: "\(images.shape[0])")
        }
        let example = Array(images.shape.dropFirst())
        let exampleShape = example.count == 2 ? [1] + example : example
        try writer.addSplit(pair.split, exampleShape: exampleShape, type: .uint8) { rows in
            let block = max(1, (1 << 20) / images.exampleSize)
            while rows.rowCount < count {
                let size = min(block, count - rows.rowCount)
                let classes = try labels.next(size).map { Int32($0) }
                if let position = classes.firstIndex(where: { $0 >= classCount }) {
                    throw DataError(
                        file: pair.labels, place: "label \(rows.rowCount + position)", "is of no class",
                        expected: "0 to \(classCount - 1)", got: "\(classes[position])")
                }
                try rows.append(bytes: try images.next(size), labels: classes)
                report(ImportProgress(phase: "writing \(pair.split.rawValue)", rows: rows.rowCount, total: count))
            }
            try labels.requireEnd()
            try images.requireEnd()
        }
    }
}
