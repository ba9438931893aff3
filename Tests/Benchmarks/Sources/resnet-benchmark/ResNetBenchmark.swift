import Ballast
import BenchmarkSupport
import CPrimitives
import Foundation

/// ResNet-32 at batch 128: a training step and an inference pass beside the sum of the bare oneDNN primitives, measured
/// alternately in one process, and the counts of a steady-state step.
///
/// usage: resnet-benchmark [--batch 128] [--steps 15] [--threads N]; prints one JSON object.
struct Options {
    var batch = 128
    var steps = 15
    var threads = ProcessInfo.processInfo.activeProcessorCount

    init(_ arguments: [String]) {
        for (name, value) in zip(arguments, arguments.dropFirst()) {
            guard let number = Int(value) else { continue }
            switch name {
            case "--batch": batch = number
            case "--steps": steps = number
            case "--threads": threads = number
            default: break
            }
        }
    }
}

struct Report: Encodable {
    var backend: String
    var threads: Int
    var trainingSeconds: Double
    var trainingImagesPerSecond: Double
    var inferenceSeconds: Double
    var inferenceImagesPerSecond: Double
    var barePrimitivesSeconds: Double
    var stepOverBarePrimitives: Double
    var convolutionsForwardSeconds: Double
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
        let registries = try Registries.standard()
        let device = Device.cpu(threads: options.threads)
        let random = TorchRandom(seed: 0)
        let modelStore = ParameterStore(device: device, random: random)
        let lossStore = ParameterStore(device: device, random: random)
        let model = try registries.models.build(
            ComponentReference("resnet32"),
            context: ModelContext(inputShape: [3, 32, 32], head: HeadDescription(width: 10), scope: modelStore.root))
        let loss = try registries.losses.build(
            ComponentReference("cross_entropy"),
            context: LossContext(
                classCounts: [Int](repeating: 1, count: 10), featureWidth: model.featureWidth, scope: lossStore.root))
        let settings = ConfigNode.section([
            "learning_rate": .number(0.01), "momentum": .number(0.9), "weight_decay": .number(2e-4),
        ])
        let updater = ParameterUpdater(
            optimizer: try registries.optimizers.build(ComponentReference("sgd", settings: settings), context: ()),
            model: modelStore.parameters)
        let images = Tensor(
            random.normal(count: options.batch * 3072), shape: Shape(options.batch, 3, 32, 32), on: device)
        let labels = Labels((0..<options.batch).map { $0 % 10 }, bound: 10)

        func train() {
            updater.clearGradients()
            let output = model(images, .training(seed: 0))
            LossReduction.mean(loss(LossBatch(output: output, labels: labels)), labels).backward()
            updater.update(at: TrainingPosition(step: 0, epoch: 0))
        }

        func infer() {
            device.withoutRecording { _ = model(images, .evaluation).logits?.floats() }
        }

        for _ in 0..<3 { train() }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let peak = Double(usage.ru_maxrss) / 1024

        let before = device.statistics
        train()
        let after = device.statistics

        guard let bare = bare_resnet_create(Int32(options.batch), Int32(options.threads)) else {
            fatalError("oneDNN cannot make the primitives of ResNet-32")
        }
        _ = bare_resnet_step(bare)
        var steps: [Double] = []
        var passes: [Double] = []
        var sums: [Double] = []
        var forwards: [Double] = []
        infer()
        for _ in 0..<options.steps {
            steps.append(seconds(train))
            let times = bare_resnet_step(bare)
            forwards.append(times.convolutions_forward)
            sums.append(
                times.convolutions_forward + times.convolutions_backward_data + times.convolutions_backward_weights
                    + times.normalizations_forward + times.normalizations_backward)
            passes.append(seconds(infer))
        }
        bare_resnet_destroy(bare)

        let report = Report(
            backend: device.name, threads: options.threads, trainingSeconds: median(steps),
            trainingImagesPerSecond: Double(options.batch) / median(steps), inferenceSeconds: median(passes),
            inferenceImagesPerSecond: Double(options.batch) / median(passes), barePrimitivesSeconds: median(sums),
            stepOverBarePrimitives: median(zip(steps, sums).map { $0 / $1 }),
            convolutionsForwardSeconds: median(forwards),
            peakMemoryMib: peak, storageAllocationsPerStep: after.storageAllocations - before.storageAllocations,
            primitivesCreatedPerStep: after.primitivesCreated - before.primitivesCreated,
            reordersPerStep: after.reorders - before.reorders, nodesPerStep: after.nodes - before.nodes)
        print(try JSONText.encode(report, pretty: true), terminator: "")
    }
}
