import Synchronization

/// Imports text tables, in one pass over their text if the beginning tells enough.
///
/// Classes, names and kinds of columns have to be known before the first row is written. They are learned from the beginning
/// of the text, and rows are written as long as they hold nothing that is new or at fault. If they do, the rest of the text is
/// only learned from, and everything is written in a second pass, by what is known then. The file is the same either
/// way, and so are the errors: what a row lacks or has too much of comes before a text that is no number.
package struct TableImport {
    package var options: TableOptions
    /// Files of the training split, or of the only one.
    package var sources: [String]
    /// Files of the test split, if there is one.
    package var testSources: [String] = []
    package var name: String
    /// The name of the format, for the dataset's own record.
    package var format: String
    /// Blocks of a file that are learned from before anything is written: enough to meet a class of one row in ten thousand,
    /// and little beside a text whose second pass takes time.
    package var beginning = 32

    package init(options: TableOptions, sources: [String], testSources: [String] = [], name: String, format: String) {
        self.options = options
        self.sources = sources
        self.testSources = testSources
        self.name = name
        self.format = format
    }

    /// What the dataset says of where it came from.
    private var provenance: String {
        let files = (sources + testSources).map(fileName).joined(separator: ", ")
        return "\(format): \(files)" + (options.positive.map { "; class \($0) against the rest" } ?? "")
    }

    package func run(into writer: DatasetWriter, report: (ImportProgress) -> Void) throws {
        var learned = Learned(scan: try TableScan(source: sources[0], options: options))
        let files = sources + testSources
        var isAll = true
        for file in files where isAll {
            isAll = try learn(file, into: &learned, by: writer.workers, limit: beginning, report: report)
        }
        if !isAll {
            learned.rowCount = 0
            if let known = try? learned.scan.finished() {
                if try writeWhileLearning(known, into: &learned, to: writer, report: report) { return }
                try writer.startOver()
            } else {
                for file in files { try learn(file, into: &learned, by: writer.workers, report: report) }
            }
        }
        let known = try learned.scan.finished()
        var done = 0
        try write(known, to: writer) { file, encoder, rows in
            let table = try known.open(file)
            let before = rows.rowCount
            try table.forEachBlock(workers: writer.workers) {
                try encoder.encode($0, of: table)
            } _: { _, encoded in
                try rows.append(values: encoded.features, labels: encoded.labels)
                report(
                    ImportProgress(phase: "writing", rows: done + rows.rowCount - before, total: learned.rowCount))
            }
            done += rows.rowCount - before
        }
    }

    private struct Learned {
        var scan: TableScan
        var rowCount = 0
    }

    /// Learns from a file, or from so many blocks of it; true if that is all of it.
    @discardableResult
    private func learn(
        _ file: String, into learned: inout Learned, by workers: WorkerPool, limit: Int = .max,
        report: (ImportProgress) -> Void
    ) throws -> Bool {
        let table = try learned.scan.open(file)
        let before = learned.rowCount
        let isAll = try table.forEachBlock(workers: workers, limit: limit) { _ in
        } _: { block, _ in
            learned.rowCount += try learned.scan.learn(from: block, of: table)
            report(ImportProgress(phase: "reading", rows: learned.rowCount, total: nil))
        }
        guard !isAll || learned.rowCount > before else { throw DataError(file: file, "holds no rows") }
        return isAll
    }

    /// Writes all rows by what is known already, or learns what there is to know.
    ///
    /// - Returns: whether all rows were written.
    private func writeWhileLearning(
        _ known: TableScan, into learned: inout Learned, to writer: DatasetWriter, report: (ImportProgress) -> Void
    ) throws -> Bool {
        var rest = (sources + testSources)[...]
        do {
            try write(known, to: writer) { file, encoder, rows in
                rest.removeFirst()
                try append(file, by: encoder, to: rows, into: &learned, workers: writer.workers, report: report)
            }
            return true
        } catch is NotKnown {
            for file in rest { try learn(file, into: &learned, by: writer.workers, report: report) }
            return false
        }
    }

    /// Appends the rows of a file as long as they are as expected, and learns from those that come then.
    ///
    /// - Throws: `NotKnown` if there were such rows.
    private func append(
        _ file: String, by encoder: TableEncoder, to rows: SplitWriter, into learned: inout Learned,
        workers: WorkerPool, report: (ImportProgress) -> Void
    ) throws {
        let table = try learned.scan.open(file)
        let before = learned.rowCount
        let isKnown = Atomic(true)
        try table.forEachBlock(workers: workers) {
            isKnown.load(ordering: .relaxed) ? try? encoder.encode($0, of: table) : nil
        } _: { block, encoded in
            if let encoded, isKnown.load(ordering: .relaxed) {
                try rows.append(values: encoded.features, labels: encoded.labels)
                learned.rowCount += encoded.labels.count
                report(ImportProgress(phase: "writing", rows: learned.rowCount, total: nil))
            } else {
                isKnown.store(false, ordering: .relaxed)
                learned.rowCount += try learned.scan.learn(from: block, of: table)
                report(ImportProgress(phase: "reading", rows: learned.rowCount, total: nil))
            }
        }
        guard learned.rowCount > before else { throw DataError(file: file, "holds no rows") }
        guard isKnown.load(ordering: .relaxed) else { throw NotKnown() }
    }

    /// Writes description and splits.
    ///
    /// - Parameters:
    ///   - known: what is known of the table.
    ///   - writer: the dataset.
    ///   - add: appends the rows of a file to a split.
    private func write(
        _ known: TableScan, to writer: DatasetWriter,
        _ add: (_ file: String, _ encoder: TableEncoder, _ rows: SplitWriter) throws -> Void
    ) throws {
        let encoder = TableEncoder(scan: known, options: options)
        try writer.describe(
            DatasetDescription(
                name: name, source: provenance, classNames: known.classNames, featureNames: encoder.featureNames))
        func addSplit(_ split: SplitName, _ files: [String]) throws {
            try writer.addSplit(split, exampleShape: [encoder.featureNames.count], type: .float32) { rows in
                for file in files { try add(file, encoder, rows) }
            }
        }
        try addSplit(testSources.isEmpty ? .all : .train, sources)
        if !testSources.isEmpty { try addSplit(.test, testSources) }
    }
}

/// Says that rows hold what was not known when the first one was written.
private struct NotKnown: Error {}

/// The last component of a path without its extensions, as a name for what it holds.
func baseName(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map(String.init) ?? file
}

/// The last component of a path.
func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
}
