import Ballast
import BenchmarkSupport
import Foundation

extension DataBenchmark {
    /// Images a second that a loader prepares by one thread as CIFAR10's training does: a window of the padded image, mirrored or
    /// not, normalised; from bytes in memory.
    static func augmentImages() throws {
        let shape = [3, 32, 32]
        let count = 10_000
        let path = NSTemporaryDirectory() + "data-benchmark-\(ProcessInfo.processInfo.processIdentifier).h5"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try DatasetWriter.write(to: path) { writer in
            try writer.describe(DatasetDescription(name: "images", source: "random", classNames: ["a", "b"]))
            try writer.addSplit(.all, exampleShape: shape, type: .uint8) { rows in
                for image in 0..<count {
                    var random = CounterRandom(seed: 0, epoch: 0, index: image)
                    try rows.append(
                        bytes: (0..<3072).map { _ in UInt8(truncatingIfNeeded: random.next()) },
                        labels: [Int32(image % 2)])
                }
            }
        }
        let examples = try DatasetFile(path: path).split(.all).examples()
        let registry = try Registries.standard().transforms
        let context = TransformContext(exampleShape: examples.exampleShape)
        let pipeline = TransformPipeline(
            try [
                ComponentReference("random_crop"), ComponentReference("horizontal_flip"),
                ComponentReference(
                    "image_normalise", settings: .parse(yaml: "preset: cifar10", path: "image_normalise")),
            ].map { try registry.build($0, context: context) })
        let loader = BatchLoader(
            examples, transforms: pipeline, options: .init(batchSize: 128, preparation: .onDemand), seed: 0)
        var rates: [Double] = []
        for epoch in 0..<5 {
            let order = TorchRandom(seed: UInt64(epoch)).dataLoaderOrder(count: count).indices
            let taken = try seconds {
                let batches = loader.trainingBatches(epoch: epoch, order: order)
                while try batches.next() != nil {}
            }
            rates.append(Double(count) / taken)
        }
        print("images \(median(rates))")
    }
}
