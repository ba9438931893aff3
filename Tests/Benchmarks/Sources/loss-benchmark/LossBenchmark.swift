import Ballast
import BenchmarkSupport
import Foundation

/// Value and gradients of losses, forward and backward, beside what the bytes they must move take.
///
/// usage: loss-benchmark [--threads N] [--repetitions 15]; prints a line for each case: name, rows, classes, microseconds,
/// microseconds of the floor.
///
/// The floor of a loss on logits [N, K] reads them twice and writes as much once; that of one on distances reads and writes
/// three arrays more: the distances, their gradient, and both again for the gradients of features and anchors.
@main
struct LossBenchmark {
    static func main() throws {
        var threads = 1
        var repetitions = 15
        let arguments = Array(CommandLine.arguments.dropFirst())
        for (name, value) in zip(arguments, arguments.dropFirst()) {
            guard let number = Int(value), number > 0 else { continue }
            if name == "--threads" { threads = number }
            if name == "--repetitions" { repetitions = number }
        }
        let device = Device.cpu(threads: threads)
        for (rows, classes) in [(128, 10), (4096, 1000)] {
            for name in ["cross_entropy", "focal", "lgm", "fal", "faml"] {
                let lossCase = LossCase(name, rows: rows, classes: classes)
                let seconds = bestSeconds(rounds: repetitions, try lossCase.prepared(on: device))
                let passes = lossCase.readsFeatures ? 7 : 3
                let floor = floorSeconds(elements: rows * classes, passes: passes, repetitions, on: device)
                print(
                    name, rows, classes, String(format: "%.1f", seconds * 1e6), String(format: "%.1f", floor * 1e6)
                )
            }
        }
    }

    /// The best time of moving as many bytes: each pass reads or writes an array of `elements` float32.
    static func floorSeconds(elements: Int, passes: Int, _ repetitions: Int, on device: Device) -> Double {
        let source = Tensor(filledWith: 1, shape: [elements], on: device)
        // Doubling an array reads one and writes one.
        return bestSeconds(rounds: repetitions) { _ = source * 2 } / 2 * Double(passes)
    }
}
