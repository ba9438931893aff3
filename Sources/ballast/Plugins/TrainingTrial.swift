import Ballast
import Foundation

/// Ten epochs with one component on small synthetic data, everything else being standard.
struct TrainingTrial {
    /// Data that a component may suit or not, tried in this order.
    private enum SampleData: CaseIterable {
        case threeClasses, twoClasses, images

        var classCount: Int { self == .twoClasses ? 2 : 3 }
        var exampleShape: [Int] { self == .images ? [3, 8, 8] : [8] }
        var words: String {
            switch self {
            case .threeClasses: "three classes"
            case .twoClasses: "two classes"
            case .images: "images"
            }
        }
    }

    private let kind: String
    private let component: ConfigNode
    private let registries: Registries

    /// - Returns: nil for a kind that has no place in a run.
    init?(kind: String, description: ComponentDescription, registries: Registries) {
        guard registries.catalog.registry(of: kind) != nil else { return nil }
        self.kind = kind
        self.registries = registries
        let type = ConfigEntry(key: "type", value: .string(description.name))
        component = ConfigNode(.mapping([type] + (description.example.entries ?? [])))
    }

    /// Trains on the first data that the component takes.
    ///
    /// - Returns: what happened, in words.
    /// - Throws: why it takes none, or what went wrong in training.
    func run() throws -> String {
        var refusal: (any Error)?
        for data in SampleData.allCases {
            let trained = try withTemporaryFolder("trial") { folder -> String? in
                try Self.write(data, to: folder + "/data.h5")
                let runFolder = RunFolder(path: folder + "/run")
                let session: TrainingSession
                do {
                    let run = try DecodedRun(configuration(data, path: folder + "/data.h5"), registries: registries)
                    session = try TrainingSession(run, name: "trial", folder: runFolder, resuming: false)
                } catch {
                    refusal = refusal ?? error
                    return nil
                }
                return text(data, try session.run(), losses: try runFolder.history().map(\.loss))
            }
            if let trained { return trained }
        }
        throw refusal ?? UsageError("no data to train on")
    }

    private func text(_ data: SampleData, _ summary: RunSummary, losses: [Double]) -> String {
        let accuracy = summary.test["balanced_accuracy"]?.scalar.map { "; balanced accuracy on test \(shown($0))" }
        return "\(data.words), \(losses.count) epochs: loss \(shown(losses.first)) to \(shown(losses.last))"
            + (accuracy ?? "")
    }

    private func shown(_ value: Double?) -> String {
        value.map { $0.formatted(.number.precision(.significantDigits(3))) } ?? "-"
    }

    private func configuration(_ data: SampleData, path: String) -> ConfigNode {
        var entries: [(String, ConfigNode)] = [
            (
                "data",
                .section([
                    "path": .string(path), "train_split": .string("all"), "test_fraction": .number(0.2),
                    "validation_fraction": .number(0.2),
                ])
            ),
            ("model", .section(["type": .string("mlp"), "hidden": .list([.integer(8)])])),
            ("loss", .string("cross_entropy")),
            ("optimizer", .section(["type": .string("adam"), "learning_rate": .number(0.02)])),
            ("training", .section(["epochs": .integer(10), "batch_size": .integer(32)])),
        ]
        if data == .images { entries[1].1 = .section(["type": .string("convnet")]) }
        let balanced = ConfigNode.string("balanced_accuracy")
        entries.append(("metrics", .list(kind == "metric" ? [balanced, component] : [balanced])))
        switch kind {
        case "metric": break
        case "transform": entries.append(("transforms", .list([component])))
        case "layer":
            let linear = ConfigNode.section(["type": .string("linear"), "width": .integer(8)])
            let layers = ConfigNode.list(data == .images ? [component, .string("flatten")] : [linear, component])
            entries[1].1 = .section(["type": .string("sequential"), "layers": layers])
        default:
            entries.removeAll { $0.0 == kind }
            entries.append((kind, component))
        }
        return ConfigNode(.mapping(entries.map { ConfigEntry(key: $0.0, value: $0.1) }))
    }

    /// Classes of 160, 80 and 40 rows, normal around centres a standard deviation apart.
    private static func write(_ data: SampleData, to path: String) throws {
        let random = NumPyRandom(seed: 0)
        let width = data.exampleShape.reduce(1, *)
        try DatasetWriter.write(to: path) { writer in
            try writer.describe(
                DatasetDescription(
                    name: "trial", source: "synthetic", classNames: (0..<data.classCount).map { "class \($0)" }))
            try writer.addSplit(.all, exampleShape: data.exampleShape, type: .float32) { split in
                for label in 0..<data.classCount {
                    let count = 160 >> label
                    let values = random.normal(count: count * width).enumerated().map { index, value in
                        Float(value + (index % data.classCount == label ? 1 : 0))
                    }
                    try split.append(values: values, labels: [Int32](repeating: Int32(label), count: count))
                }
            }
        }
    }
}
