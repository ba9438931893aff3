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
    static let featureWidth = 64

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
                let seconds = try time(name, rows: rows, classes: classes, repetitions, on: device)
                let passes = seconds.readsFeatures ? 7 : 3
                let floor = floorSeconds(elements: rows * classes, passes: passes, repetitions, on: device)
                print(
                    name, rows, classes, String(format: "%.1f", seconds.best * 1e6), String(format: "%.1f", floor * 1e6)
                )
            }
        }
    }

    /// The best time of a loss's value and gradients.
    static func time(
        _ name: String, rows: Int, classes: Int, _ repetitions: Int, on device: Device
    ) throws -> (best: Double, readsFeatures: Bool) {
        let random = TorchRandom(seed: 0)
        let store = ParameterStore(device: device, random: random)
        let registries = try Registries.standard()
        let loss = try registries.losses.build(
            ComponentReference(name),
            context: LossContext(
                classCounts: [Int](repeating: 100, count: classes), featureWidth: featureWidth, scope: store.root))
        let labels = Labels((0..<rows).map { $0 * 7 % classes }, bound: classes)
        let features = Tensor(random.normal(count: rows * featureWidth), shape: [rows, featureWidth], on: device)
        let logits = Tensor(random.normal(count: rows * classes), shape: [rows, classes], on: device)
        let readsFeatures = ["lgm", "fal", "faml"].contains(name)
        func once() {
            let inputs = (features.tracked(), logits.tracked())
            let output = ModelOutput(features: inputs.0, logits: readsFeatures ? nil : inputs.1)
            LossReduction.mean(loss(LossBatch(output: output, labels: labels)), labels).backward()
            for parameter in store.parameters { parameter.clearGradient() }
        }
        return (best(repetitions, once), readsFeatures)
    }

    /// The best time of moving as many bytes: each pass reads or writes an array of `elements` float32.
    static func floorSeconds(elements: Int, passes: Int, _ repetitions: Int, on device: Device) -> Double {
        let source = Tensor(filledWith: 1, shape: [elements], on: device)
        // Doubling an array reads one and writes one.
        return best(repetitions) { _ = source * 2 } / 2 * Double(passes)
    }

    static func best(_ repetitions: Int, _ body: () -> Void) -> Double {
        body()
        // Short ones are repeated, so that the clock's own time does not count.
        let calls = max(1, Int(1e-3 / max(seconds(body), 1e-7)))
        return (0..<repetitions).map { _ in seconds { for _ in 0..<calls { body() } } / Double(calls) }.min() ?? 0
    }
}
