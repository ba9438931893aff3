import Ballast
import BenchmarkSupport
import Foundation

/// Where a training step of small networks on a table spends its time, and what one operation costs beyond its arithmetic.
///
/// usage: step-benchmark [--steps 20000] [--batch 128]; prints tables, best of ten rounds, one thread. With a batch, the
/// networks at that batch only; with 0 steps, the operations only.
@main
struct StepBenchmark {
    static func main() throws {
        var steps = 20_000
        var only: Int?
        let arguments = Array(CommandLine.arguments.dropFirst())
        for (name, value) in zip(arguments, arguments.dropFirst()) {
            guard let number = Int(value), number >= 0 else { continue }
            if name == "--steps" { steps = number }
            if name == "--batch" { only = number }
        }
        if steps > 0 { try printParts(steps: steps, batch: only) }
        if only == nil { printOperations() }
    }

    private static func printParts(steps: Int, batch only: Int?) throws {
        print("| network | batch | gathering | forward | loss | backward | update | sum, µs | nodes | buffers made |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for (hidden, batch) in [([32, 16], 128), ([16, 8], 128), ([16, 8], 1024)] where only ?? batch == batch {
            let parts = try StepParts.best(hidden: hidden, batch: batch, steps: steps)
            let widths = ([TableNetwork.columnCount] + hidden + [1]).map(String.init).joined(separator: "-")
            let times = (parts.microseconds + [parts.microseconds.reduce(0, +)]).map { String(format: "%.1f", $0) }
            let row = [widths, "\(batch)"] + times + ["\(parts.nodes)", "\(parts.buffers)"]
            print("| \(row.joined(separator: " | ")) |")
        }
        print()
    }

    private static func printOperations() {
        print("| an operation on one number | ns |")
        print("| --- | --- |")
        for (name, nanoseconds) in OperationCost.measured() {
            print("| \(name) | \(String(format: "%.0f", nanoseconds)) |")
        }
    }
}
