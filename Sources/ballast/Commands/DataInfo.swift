import ArgumentParser
import Ballast
import Foundation

/// `ballast data info FILE`.
struct DataInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Describe a dataset: shapes, classes, counts and fingerprint.")

    @Argument(help: "Dataset file.") var file: String
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let summary = DatasetSummary(try DatasetFile(path: file))
        Console.line(json ? try summary.json : summary.text)
    }
}

/// What is printed about a dataset.
struct DatasetSummary: Encodable {
    struct Split: Encodable {
        let name: String
        let rows: Int
        let classCounts: [Int]
        let imbalanceRatio: Double?
        let sha256: String
    }

    let path: String
    let name: String
    let source: String
    let exampleShape: [Int]
    let type: String
    let classes: [String]
    let features: [String]
    let splits: [Split]
    let fingerprint: String

    init(_ file: DatasetFile) {
        let splits = file.splitNames.compactMap { try? file.split($0) }
        path = file.path
        name = file.description.name
        source = file.description.source
        exampleShape = splits.first.map { Array($0.exampleShape) } ?? []
        type = splits.first?.type.rawValue ?? ""
        classes = file.description.classNames
        features = file.description.featureNames
        fingerprint = file.fingerprint
        self.splits = splits.map { split in
            let counts = split.classCounts
            let (smallest, largest) = (counts.min() ?? 0, counts.max() ?? 0)
            return Split(
                name: split.name.rawValue, rows: split.count, classCounts: counts,
                imbalanceRatio: smallest > 0 ? Double(largest) / Double(smallest) : nil,
                sha256: split.sha256)
        }
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var text: String {
        var lines = [
            "\(name) (\(path))", "  source       \(source)", "  examples     \(exampleShape) \(type)",
            "  fingerprint  \(fingerprint)",
        ]
        for split in splits {
            let ratio =
                split.imbalanceRatio.map { ", imbalance ratio \(rounded($0))" } ?? ", a class is empty"
            lines.append("  \(split.name): \(split.rows) rows\(ratio)")
            let width = classes.map(\.count).max() ?? 0
            for (index, count) in split.classCounts.enumerated() {
                let number = padded(String(index), to: 5)
                let name = classes[index] + String(repeating: " ", count: width - classes[index].count)
                let share = rounded(100 * Double(count) / Double(split.rows))
                lines.append(
                    "\(number)  \(name)  \(padded(String(count), to: 8))  \(padded(share, to: 6))%")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func rounded(_ value: Double) -> String { String(format: "%.2f", value) }

    private func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
