/// Imports text tables in two passes: the first learns classes and values of columns, the second writes rows.
struct TableImport {
    var options: TableOptions
    /// Files of the training split, or of the only one.
    var sources: [String]
    /// Files of the test split, if there is one.
    var testSources: [String]
    var name: String
    /// The name of the format, for the dataset's own record.
    var format: String

    /// What the dataset says of where it came from.
    private var provenance: String {
        let files = (sources + testSources).map(fileName).joined(separator: ", ")
        return "\(format): \(files)" + (options.positive.map { "; class \($0) against the rest" } ?? "")
    }

    func run(into writer: DatasetWriter, report: (ImportProgress) -> Void) throws {
        let scan = try TableScan(sources: sources + testSources, options: options, threads: writer.threads) {
            report(ImportProgress(phase: "reading", rows: $0, total: nil))
        }
        let encoder = TableEncoder(scan: scan, options: options)
        try writer.describe(
            DatasetDescription(
                name: name, source: provenance, classNames: scan.classNames, featureNames: encoder.featureNames))
        let total = scan.rowCounts.reduce(0, +)
        var done = 0
        func add(_ split: SplitName, _ files: [String]) throws {
            try writer.addSplit(split, exampleShape: [encoder.featureNames.count], type: .float32) { rows in
                for file in files {
                    try write(file, with: encoder, to: rows, threads: writer.threads) {
                        report(ImportProgress(phase: "writing", rows: done + $0, total: total))
                    }
                }
                done += rows.rowCount
            }
        }
        try add(testSources.isEmpty ? .all : .train, sources)
        if !testSources.isEmpty { try add(.test, testSources) }
    }

    private func write(
        _ file: String, with encoder: TableEncoder, to rows: SplitWriter, threads: Int, progress: (Int) -> Void
    ) throws {
        let table = try TableReader(path: file, options: options)
        try table.forEachBlock(threads: threads) {
            try encoder.encode($0, of: table)
        } _: { _, encoded in
            try rows.append(values: encoded.features, labels: encoded.labels)
            progress(rows.rowCount)
        }
    }
}

/// The last component of a path without its extensions, as a name for what it holds.
func baseName(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map(String.init) ?? file
}

/// The last component of a path.
func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
}
