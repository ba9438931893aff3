import BallastCore
import BallastData
import BallastTensor
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct BatchLoaderTests {
    private func examples(_ count: Int, columns: Int = 3) -> ExampleSet {
        ExampleSet(
            values: (0..<count * columns).map(Float.init), exampleShape: [columns],
            labels: (0..<count).map { Int32($0 % 4) }, classCount: 4)
    }

    private func all(_ stream: BatchStream) throws -> [(values: [Float], labels: [Int32], number: Int)] {
        var result: [(values: [Float], labels: [Int32], number: Int)] = []
        while let batch = try stream.next() { result.append((batch.floats(), batch.labels.values, batch.number)) }
        return result
    }

    @Test(arguments: [BatchLoader.Preparation.onDemand, .ahead(1), .ahead(3), .automatic])
    func batchesFollowTheOrder(preparation: BatchLoader.Preparation) throws {
        let examples = examples(10)
        let loader = BatchLoader(examples, options: .init(batchSize: 4, preparation: preparation), seed: 0)
        let order = [9, 0, 0, 5, 3, 2, 1, 8, 7, 6]
        let batches = try all(loader.trainingBatches(epoch: 0, order: order))
        #expect(batches.map(\.number) == [0, 1, 2] && batches.map(\.labels.count) == [4, 4, 2])
        #expect(batches.flatMap(\.values) == (try examples.values(at: order)))
        #expect(batches.flatMap(\.labels) == order.map { Int32($0 % 4) })
        #expect(loader.batchCount(exampleCount: 10) == 3)
    }

    @Test func shortBatchesAreDroppedOnRequest() throws {
        let loader = BatchLoader(examples(10), options: .init(batchSize: 4, dropsLast: true), seed: 0)
        #expect(try all(loader.trainingBatches(epoch: 0, order: Array(0..<10))).map(\.labels.count) == [4, 4])
        #expect(loader.batchCount(exampleCount: 10) == 2)
        #expect(try all(loader.evaluationBatches()).map(\.labels.count) == [4, 4, 2])
        #expect(try all(loader.trainingBatches(epoch: 0, order: [])).isEmpty)
    }

    @Test func startsInMidEpoch() throws {
        for preparation in [BatchLoader.Preparation.onDemand, .ahead(2)] {
            let loader = BatchLoader(examples(10), options: .init(batchSize: 3, preparation: preparation), seed: 0)
            let whole = try all(loader.trainingBatches(epoch: 0, order: Array(0..<10)))
            let rest = try all(loader.trainingBatches(epoch: 0, order: Array(0..<10), from: 2))
            #expect(rest.map(\.number) == [2, 3] && rest.flatMap(\.values) == whole[2...].flatMap(\.values))
            #expect(try all(loader.trainingBatches(epoch: 0, order: Array(0..<10), from: 9)).isEmpty)
        }
    }

    /// With every kind of augmentation, a consumer that stalls and one that does not get the same bytes as a loader
    /// without a thread.
    @Test func timingChangesNothing() throws {
        let context = TransformContext(exampleShape: [3, 8, 8])
        let images = ExampleSet(
            values: (0..<200 * 192).map { Float($0 % 1013) }, exampleShape: [3, 8, 8],
            labels: (0..<200).map { Int32($0 % 5) }, classCount: 5)
        let pipeline = TransformPipeline([
            try RandomCrop(config: .init(), context: context), try HorizontalFlip(config: .init(), context: context),
            try Cutout(config: .init(), context: context), Mixup(config: .init(), context: context),
        ])
        let order = (0..<500).map { $0 * 7 % 200 }
        func run(_ preparation: BatchLoader.Preparation, pause: (Int) -> UInt32) throws -> [[Float]] {
            let loader = BatchLoader(
                images, transforms: pipeline, options: .init(batchSize: 16, preparation: preparation), seed: 5)
            let stream = loader.trainingBatches(epoch: 2, order: order)
            var result: [[Float]] = []
            while let batch = try stream.next() {
                usleep(pause(batch.number))
                result.append(batch.floats() + (batch.mix?.labels.values.map(Float.init) ?? []))
            }
            return result
        }
        let expected = try run(.onDemand) { _ in 0 }
        #expect(expected.count == 32)
        #expect(try run(.ahead(3)) { _ in 0 } == expected)
        #expect(try run(.ahead(2)) { $0 % 5 == 0 ? 3000 : 0 } == expected)
    }

    @Test func buffersAreReused() throws {
        let loader = BatchLoader(examples(1000), options: .init(batchSize: 8, preparation: .ahead(3)), seed: 0)
        for epoch in 0..<5 { _ = try all(loader.trainingBatches(epoch: epoch, order: Array(0..<1000))) }
        // Three ahead, one being filled, one with the consumer.
        #expect(loader.bufferCount <= 5)
    }

    /// Keeping every batch of an epoch neither stops the loader nor changes what was handed out.
    @Test func keptBatchesStayWhatTheyWere() throws {
        let examples = examples(100)
        let loader = BatchLoader(examples, options: .init(batchSize: 7, preparation: .ahead(2)), seed: 0)
        let stream = loader.trainingBatches(epoch: 0, order: Array(0..<100))
        var kept: [Batch] = []
        while let batch = try stream.next() { kept.append(batch) }
        #expect(kept.flatMap { $0.floats() } == (try examples.values(at: Array(0..<100))))
    }

    @Test func abandonedStreamsEnd() throws {
        let counter = Counter()
        let loader = BatchLoader(
            examples(10_000), transforms: TransformPipeline([Counting(counter: counter)]),
            options: .init(batchSize: 10, preparation: .ahead(2)), seed: 0)
        do {
            let stream = loader.trainingBatches(epoch: 0, order: Array(0..<10_000))
            _ = try stream.next()
        }
        let after = counter.value
        #expect(after >= 1 && after <= 4)
        usleep(20_000)
        #expect(counter.value == after, "the thread goes on after its stream is gone")
        #expect(try all(loader.trainingBatches(epoch: 1, order: Array(0..<10_000))).count == 1000)
    }

    /// A file that becomes unreadable during an epoch: the error reaches whoever asks for the next batch, once.
    @Test func errorsOfTheThreadReachTheConsumer() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("data.h5")
        try DatasetWriter.write(to: path) { writer in
            try writer.describe(DatasetDescription(name: "noise", source: "", classNames: ["a", "b"]))
            try writer.addSplit(.train, exampleShape: [64, 64], type: .uint8) { rows in
                var random = CounterRandom(seed: 0, epoch: 0, index: 0)
                for row in 0..<400 {
                    try rows.append(
                        bytes: (0..<4096).map { _ in UInt8(truncatingIfNeeded: random.next()) },
                        labels: [Int32(row % 2)])
                }
            }
        }
        // Noise does not compress, so the middle of the file is pixels.
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: size / 2)
        try handle.write(contentsOf: Data(repeating: 0, count: Int(size) / 4))
        try handle.close()
        for preparation in [BatchLoader.Preparation.onDemand, .ahead(2)] {
            let examples = try DatasetFile(path: path).split(.train).examples(memoryBudget: 0)
            let loader = BatchLoader(examples, options: .init(batchSize: 20, preparation: preparation), seed: 0)
            let stream = loader.evaluationBatches()
            var good = 0
            let error = #expect(throws: (any Error).self) {
                while try stream.next() != nil { good += 1 }
            }
            #expect("\(error.map(String.init(describing:)) ?? "")".contains("/train/x"))
            #expect((1..<20).contains(good))
            #expect(try stream.next() == nil)
        }
    }

    @Test func tensorsShareTheBatch() throws {
        let examples = examples(6)
        let loader = BatchLoader(examples, options: .init(batchSize: 4), seed: 0)
        let device = Device.reference()
        let stream = loader.evaluationBatches()
        var tensor: Tensor?
        do {
            let batch = try #require(try stream.next())
            #expect(batch.shape == [4, 3] && batch.labels.bound == 4)
            tensor = batch.tensor(on: device)
        }
        // The batch is gone, but its memory is not handed out again as long as the tensor lives.
        _ = try stream.next()
        #expect(tensor?.floats() == (0..<12).map(Float.init))
        #expect(loader.bufferCount == 2)
        #expect(device.statistics.storageAllocations == 0)
        tensor = nil
        _ = try all(loader.evaluationBatches())
        #expect(loader.bufferCount == 2)
    }
}

/// Counts how often a transform is applied.
private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func increment() { count.withLock { $0 += 1 } }
}

private struct Counting: Transform {
    struct Config: ComponentConfig {}

    static let name = "counting"
    static let summary = "Counts batches."
    let counter: Counter

    init(counter: Counter) { self.counter = counter }
    init(config: Config, context: TransformContext) { counter = Counter() }

    func apply(to batch: inout TransformBatch) { counter.increment() }
}
