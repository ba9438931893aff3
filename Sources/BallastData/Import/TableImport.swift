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
        let scan = try TableScan(sources: sources + testSources, options: options) {
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
                    try write(file, with: encoder, to: rows) {
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
        _ file: String, with encoder: TableEncoder, to rows: SplitWriter, progress: (Int) -> Void
    ) throws {
        var table = try TableReader(path: file, options: options)
        var values: [Float] = []
        var labels: [Int32] = []
        func flush() throws {
            try rows.append(values: values, labels: labels)
            values.removeAll(keepingCapacity: true)
            labels.removeAll(keepingCapacity: true)
        }
        while try table.advance() {
            labels.append(try encoder.encode(table, into: &values))
            guard labels.count == 8192 else { continue }
            try flush()
            progress(rows.rowCount)
        }
        try flush()
        progress(rows.rowCount)
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
