import Ballast
import BenchmarkSupport
import CPrimitives
import Foundation

/// ResNet-32 at batch 128: a training step and an inference pass beside the sum of the bare oneDNN primitives, measured
/// alternately in one process, and the counts of a steady-state step; in bfloat16 beside float32 too.
///
/// usage: resnet-benchmark [--batch 128] [--steps 15] [--threads N] [--precision float32|bf16]; prints one JSON object.
struct Options {
    var batch = 128
    var steps = 15
    var threads = ProcessInfo.processInfo.activeProcessorCount
    var precision = ScalarType.float32

    init(_ arguments: [String]) {
        for (name, value) in zip(arguments, arguments.dropFirst()) {
            switch (name, Int(value)) {
            case ("--batch", let number?): batch = number
            case ("--steps", let number?): steps = number
            case ("--threads", let number?): threads = number
            case ("--precision", _): precision = value == "bf16" ? .bfloat16 : .float32
            default: break
            }
        }
    }
}

struct Report: Encodable {
    var backend: String
    var precision: String
    var threads: Int
    var trainingSeconds: Double
    var trainingImagesPerSecond: Double
    var inferenceSeconds: Double
    var inferenceImagesPerSecond: Double
    var barePrimitivesSeconds: Double
    var stepOverBarePrimitives: Double
    var convolutionsForwardSeconds: Double
    /// Of a step, and of an inference pass, in bfloat16.
    var timesFasterThanFloat32: Double?
    var inferenceTimesFasterThanFloat32: Double?
    var peakMemoryMib: Double
    var storageAllocationsPerStep: Int
    var primitivesCreatedPerStep: Int
    var reordersPerStep: Int
    var nodesPerStep: Int
}

@main
struct ResNetBenchmark {
    static func main() throws {
        let options = Options(Array(CommandLine.arguments.dropFirst()))
        let network = try Network(options, precision: options.precision)
        guard options.precision == .float32 || network.device.multipliesBFloat16 else {
            print("this processor does not multiply bfloat16")
            return
        }
        for _ in 0..<3 { network.train() }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let peak = Double(usage.ru_maxrss) / 1024

        let before = network.device.statistics
        network.train()
        let after = network.device.statistics

        let other = options.precision == .float32 ? nil : try Network(options, precision: .float32)
        for _ in 0..<3 { other?.train() }
        let isBFloat16: Int32 = options.precision == .float32 ? 0 : 1
        guard let bare = bare_resnet_create(Int32(options.batch), Int32(options.threads), isBFloat16) else {
            fatalError("oneDNN cannot make the primitives of ResNet-32")
        }
        _ = bare_resnet_step(bare)
        var steps: [Double] = []
        var passes: [Double] = []
        var sums: [Double] = []
        var forwards: [Double] = []
        var otherSteps: [Double] = []
        var otherPasses: [Double] = []
        network.infer()
        other?.infer()
        for _ in 0..<options.steps {
            steps.append(seconds(network.train))
            let times = bare_resnet_step(bare)
            forwards.append(times.convolutions_forward)
            sums.append(
                times.convolutions_forward + times.convolutions_backward_data + times.convolutions_backward_weights
                    + times.normalizations_forward + times.normalizations_backward)
            passes.append(seconds(network.infer))
            if let other {
                otherSteps.append(seconds(other.train))
                otherPasses.append(seconds(other.infer))
            }
        }
        bare_resnet_destroy(bare)

        func times(_ own: [Double], _ other: [Double]) -> Double? {
            other.isEmpty ? nil : median(zip(own, other).map { $1 / $0 })
        }
        let report = Report(
            backend: network.device.name, precision: options.precision.description, threads: options.threads,
            trainingSeconds: median(steps), trainingImagesPerSecond: Double(options.batch) / median(steps),
            inferenceSeconds: median(passes), inferenceImagesPerSecond: Double(options.batch) / median(passes),
            barePrimitivesSeconds: median(sums),
            stepOverBarePrimitives: median(zip(steps, sums).map { $0 / $1 }),
            convolutionsForwardSeconds: median(forwards), timesFasterThanFloat32: times(steps, otherSteps),
            inferenceTimesFasterThanFloat32: times(passes, otherPasses), peakMemoryMib: peak,
            storageAllocationsPerStep: after.storageAllocations - before.storageAllocations,
            primitivesCreatedPerStep: after.primitivesCreated - before.primitivesCreated,
            reordersPerStep: after.reorders - before.reorders, nodesPerStep: after.nodes - before.nodes)
        print(try JSONText.encode(report, pretty: true), terminator: "")
    }
}
