public import BallastCore
import Glibc

/// Reads CIFAR10 and CIFAR100 in their binary layout.
///
/// The source is the directory as it is unpacked. A record of CIFAR10 is a label and 3,072 pixels, channel by channel;
/// one of CIFAR100 has a coarse and a fine label. Rows keep the order of the batches; images are [3, 32, 32], one byte a
/// value.
///
/// Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
public struct CIFARImporter: DatasetImporter {
    /// Which labels of CIFAR100 are taken.
    public enum Labels: String, ConfigEnum {
        /// The 100 classes.
        case fine
        /// The 20 superclasses.
        case coarse
    }

    public struct Config: ComponentConfig {
        @Setting("Which labels of CIFAR100 are taken; CIFAR10 has one kind.") public var labels = Labels.fine

        public init() {}
    }

    public static let name = "cifar10"
    public static let summary = "Reads CIFAR10 or CIFAR100 in the official binary layout."
    public static let paper: String? = "Krizhevsky, Learning multiple layers of features from tiny images, 2009"
    public static let sourceHelp = "DIRECTORY"

    private let labels: Labels

    public init(config: Config) {
        labels = config.labels
    }

    private static let pixels = 3 * 32 * 32

    /// How one of the two datasets is laid out.
    private struct Layout {
        let name: String
        let classFile: String
        let train: [String]
        let test: String
        /// Bytes of labels before the pixels, and which of them is taken.
        let labelBytes: Int
        let labelByte: Int

        var recordSize: Int { labelBytes + CIFARImporter.pixels }
    }

    private var cifar10: Layout {
        Layout(
            name: "cifar10", classFile: "batches.meta.txt", train: (1...5).map { "data_batch_\($0).bin" },
            test: "test_batch.bin", labelBytes: 1, labelByte: 0)
    }

    private var cifar100: Layout {
        Layout(
            name: labels == .fine ? "cifar100" : "cifar100_coarse", classFile: "\(labels.rawValue)_label_names.txt",
            train: ["train.bin"], test: "test.bin", labelBytes: 2, labelByte: labels == .fine ? 1 : 0)
    }

    public func run(_ request: ImportRequest, into writer: DatasetWriter) throws {
        guard request.sources.count == 1 else {
            throw DataError(.badRequest, "cifar10 reads one directory", got: "\(request.sources.count) sources")
        }
        let (directory, layout) = try locate(request.sources[0])
        let files = layout.train + [layout.test]
        for file in files + [layout.classFile] where !exists("\(directory)/\(file)") {
            throw DataError(.inputOutput, file: directory, "a file of the dataset is missing", expected: file)
        }
        let classes = try classNames("\(directory)/\(layout.classFile)")
        try writer.describe(
            DatasetDescription(
                name: request.name ?? layout.name, source: "\(layout.name) binary: \(files.joined(separator: ", "))",
                classNames: classes))
        try write(.train, layout.train, layout, directory, classes.count, writer, request.report)
        try write(.test, [layout.test], layout, directory, classes.count, writer, request.report)
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The directory that holds the files, itself or one below the given one, and which dataset it is.
    private func locate(_ source: String) throws -> (String, Layout) {
        for directory in [source, "\(source)/cifar-10-batches-bin", "\(source)/cifar-100-binary"] {
            if exists("\(directory)/data_batch_1.bin") { return (directory, cifar10) }
            if exists("\(directory)/train.bin") { return (directory, cifar100) }
        }
        throw DataError(
            .inputOutput, file: source, "holds no binary CIFAR dataset",
            expected: "data_batch_1.bin (CIFAR10) or train.bin (CIFAR100)")
    }

    private func classNames(_ path: String) throws -> [String] {
        let source = try ByteSource(path: path)
        var bytes: [UInt8] = []
        while let byte = try source.next() { bytes.append(byte) }
        let names = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard names.count >= 2 else {
            throw DataError(file: path, "does not name the classes", got: "\(names.count) names")
        }
        return names
    }

    private func write(
        _ split: SplitName, _ files: [String], _ layout: Layout, _ directory: String, _ classCount: Int,
        _ writer: DatasetWriter, _ report: (ImportProgress) -> Void
    ) throws {
        try writer.addSplit(split, exampleShape: [3, 32, 32], type: .uint8) { rows in
            for file in files {
                try append("\(directory)/\(file)", layout, classCount, to: rows) {
                    report(ImportProgress(phase: "writing \(split.rawValue)", rows: rows.rowCount, total: nil))
                }
            }
        }
    }

    private func append(
        _ path: String, _ layout: Layout, _ classCount: Int, to rows: SplitWriter, progress: () -> Void
    ) throws {
        let source = try ByteSource(path: path)
        var buffer = [UInt8](repeating: 0, count: 512 * layout.recordSize)
        var records = 0
        while true {
            let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
            guard count % layout.recordSize == 0 else {
                throw DataError(
                    file: path, "the file is truncated: its size is no multiple of a record",
                    expected: "records of \(layout.recordSize) bytes",
                    got: "\(count % layout.recordSize) bytes after record \(records + count / layout.recordSize)")
            }
            if count == 0 { break }
            for start in stride(from: 0, to: count, by: layout.recordSize) {
                let label = buffer[start + layout.labelByte]
                guard label < classCount else {
                    throw DataError(
                        file: path, place: "record \(records)", "the label is of no class",
                        expected: "0 to \(classCount - 1)", got: "\(label)")
                }
                let pixels = buffer[(start + layout.labelBytes)..<(start + layout.recordSize)]
                try rows.append(bytes: pixels, labels: [Int32(label)])
                records += 1
            }
            progress()
        }
        guard records > 0 else { throw DataError(file: path, "holds no records") }
    }
}
