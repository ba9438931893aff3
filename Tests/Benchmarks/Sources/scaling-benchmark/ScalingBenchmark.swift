import Ballast
import BenchmarkSupport
import Foundation

/// How the time of a step grows: with the batch, with the width of a network on a table, with the number of classes of a
/// loss, on one thread and on two.
///
/// usage: scaling-benchmark FOLDER; writes batch.tsv, width.tsv and classes.tsv: the axis, then microseconds in the order
/// of the heading.
@main
struct ScalingBenchmark {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: scaling-benchmark FOLDER\n".utf8))
            exit(64)
        }
        let folder = CommandLine.arguments[1]
        let batches = (3...13).map { 1 << $0 }
        try write(
            folder + "/batch.tsv", "rows of a batch", batches, ["1 thread", "2 threads"],
            try [1, 2].map { threads in
                try batches.map { try step(hidden: [32, 16], batch: $0, threads: threads) }
            })
        let widths = (3...11).map { 1 << $0 }
        try write(
            folder + "/width.tsv", "hidden units", widths, ["1 thread", "2 threads"],
            try [1, 2].map { threads in
                try widths.map { try step(hidden: [$0, $0 / 2], batch: 128, threads: threads) }
            })
        let classes = [10, 30, 100, 300, 1000, 3000, 10_000]
        let losses = ["cross_entropy", "lgm", "fal", "faml"]
        var columns: [[Double]] = []
        var headings: [String] = []
        for threads in [1, 2] {
            for name in losses {
                headings.append("\(name), \(threads) thread\(threads == 1 ? "" : "s")")
                columns.append(
                    try classes.map { try time(LossCase(name, rows: 128, classes: $0), on: .cpu(threads: threads)) })
            }
        }
        try write(folder + "/classes.tsv", "classes", classes, headings, columns)
    }

    /// A step of a fully connected network on 12 columns: forward, focal loss, backward, Adam.
    static func step(hidden: [Int], batch: Int, threads: Int) throws -> Double {
        let device = Device.cpu(threads: threads)
        let random = TorchRandom(seed: 0)
        let registries = try Registries.standard()
        let store = ParameterStore(device: device, random: random)
        let model = try registries.models.build(
            ComponentReference("mlp", settings: .section(["hidden": .list(hidden.map { .integer($0) })])),
            context: ModelContext(inputShape: [12], head: HeadDescription(width: 1), scope: store.root))
        let loss = try registries.losses.build(
            ComponentReference("focal_binary"),
            context: LossContext(classCounts: [985, 15], featureWidth: model.featureWidth, scope: store.root))
        let updater = ParameterUpdater(
            optimizer: try registries.optimizers.build(
                ComponentReference("adam", settings: .section(["learning_rate": .number(1e-3)])), context: ()),
            model: store.parameters)
        let rows = Tensor(random.normal(count: batch * 12), shape: [batch, 12], on: device)
        let labels = Labels((0..<batch).map { $0 % 50 == 0 ? 1 : 0 }, bound: 2)
        return best {
            updater.clearGradients()
            let output = model(rows, .training(seed: 0))
            LossReduction.mean(loss(LossBatch(output: output, labels: labels)), labels).backward()
            updater.update(at: TrainingPosition(step: 0, epoch: 0))
        }
    }

    static func time(_ lossCase: LossCase, on device: Device) throws -> Double {
        best(try lossCase.prepared(on: device))
    }

    /// The best time of many, in seconds.
    static func best(_ body: () -> Void) -> Double {
        for _ in 0..<3 { body() }
        let calls = max(1, Int(2e-3 / max(seconds(body), 1e-7)))
        return (0..<15).map { _ in seconds { for _ in 0..<calls { body() } } / Double(calls) }.min() ?? 0
    }

    static func write(_ path: String, _ axis: String, _ places: [Int], _ headings: [String], _ columns: [[Double]])
        throws
    {
        var lines = [([axis] + headings).joined(separator: "\t")]
        for (row, place) in places.enumerated() {
            lines.append(
                ([String(place)] + columns.map { String(format: "%.2f", $0[row] * 1e6) }).joined(separator: "\t"))
        }
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}
