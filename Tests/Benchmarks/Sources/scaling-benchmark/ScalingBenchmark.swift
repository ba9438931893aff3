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

    /// Seconds of a step of a fully connected network: forward, focal loss, backward, Adam.
    static func step(hidden: [Int], batch: Int, threads: Int) throws -> Double {
        let device = Device.cpu(threads: threads)
        let network = try TableNetwork(hidden: hidden, on: device)
        let examples = TableNetwork.examples(batch)
        let rows = try Tensor(
            examples.values(at: Array(0..<batch)), shape: [batch, TableNetwork.columnCount], on: device)
        let labels = Labels(examples.labels, bound: 2)
        return bestSeconds(rounds: 15) { network.step(rows, labels) }
    }

    static func time(_ lossCase: LossCase, on device: Device) throws -> Double {
        bestSeconds(rounds: 15, try lossCase.prepared(on: device))
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
