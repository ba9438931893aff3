import BallastTensor
import Testing

/// After the first step, a training step of a residual network creates and allocates nothing and reorders no activation.
@Suite struct NetworkSteadyStateTests {
    /// A small residual network on colour images: a stem, a plain block, a block that halves, pooling and a head.
    private final class Network {
        var weights: [Tensor]
        var vectors: [Tensor]
        let running: [(mean: Buffer, variance: Buffer)]
        let device: Device

        init(on device: Device) {
            self.device = device
            func tensor(_ shape: [Int], _ salt: Int) -> Tensor {
                (Tensor(OperationCase.Input(shape).numbers(salt: salt), .float32, on: device) * 0.2).tracked()
            }
            let shapes = [[16, 3, 3, 3], [16, 16, 3, 3], [16, 16, 3, 3], [32, 16, 3, 3], [32, 32, 3, 3]]
            weights = shapes.enumerated().map { tensor($1, $0) } + [tensor([10, 32], 9)]
            vectors = shapes.flatMap { shape in
                [Tensor(filledWith: 1, shape: [shape[0]], on: device), Tensor(zeros: [shape[0]], on: device)]
            }.map { $0.tracked() }
            running = shapes.map { shape in
                (
                    Buffer(path: "mean", value: Tensor(zeros: [shape[0]], on: device)),
                    Buffer(path: "variance", value: Tensor(filledWith: 1, shape: [shape[0]], on: device))
                )
            }
        }

        private func layer(
            _ number: Int, _ input: Tensor, stride: Int = 1, adding residual: Tensor? = nil, training: Bool
        ) -> Tensor {
            Tensor.batchNorm(
                Tensor.conv2d(input, weight: weights[number], stride: stride, padding: 1),
                scale: vectors[2 * number], shift: vectors[2 * number + 1], running: running[number],
                training: training, adding: residual, relu: true)
        }

        func logits(_ images: Tensor, training: Bool) -> Tensor {
            var x = layer(0, images, training: training)
            x = layer(2, layer(1, x, training: training), adding: x, training: training)
            let shortcut = Tensor.shortcut(x, channels: 32, by: .subsampling)
            x = layer(4, layer(3, x, stride: 2, training: training), adding: shortcut, training: training)
            return linear(Tensor.globalAveragePool2d(x), weight: weights[5])
        }

        /// One step of gradient descent; the loss before it.
        func step(_ images: Tensor, _ labels: Labels) -> Double {
            let loss = -logits(images, training: true).logSoftmax().picked(labels).mean()
            let value = loss.item()
            loss.backward()
            func moved(_ parameter: Tensor) -> Tensor {
                (parameter.detached() - (parameter.gradient ?? parameter.detached()) * 0.05).tracked()
            }
            weights = weights.map(moved)
            vectors = vectors.map(moved)
            return value
        }
    }

    private func images(on device: Device) -> Tensor {
        Tensor(OperationCase.Input([8, 3, 12, 12]).numbers(salt: 4), .float32, on: device)
    }

    private let labels = Labels((0..<8).map { $0 % 4 }, bound: 10)

    @Test func theSecondStepCreatesAndReordersNothing() {
        let device = Device.cpu()
        let network = Network(on: device)
        let images = images(on: device)
        let first = network.step(images, labels)
        let before = device.statistics
        var last = first
        for _ in 0..<5 { last = network.step(images, labels) }
        let after = device.statistics
        #expect(after.primitivesCreated == before.primitivesCreated)
        #expect(after.storageAllocations == before.storageAllocations)
        #expect(after.bytesReserved == before.bytesReserved)
        #expect(after.reorders == before.reorders)
        #expect(before.primitivesCreated > 0)
        // A convolution packs its weights for each of its three passes; the first needs no gradient of its input.
        #expect(after.weightReorders - before.weightReorders == 5 * (5 * 3 - 1))
        #expect(last < first)
    }

    @Test func everyDeviceLearnsAlike() {
        func losses(on device: Device) -> [Double] {
            let network = Network(on: device)
            let images = images(on: device)
            return (0..<3).map { _ in network.step(images, labels) }
        }
        let expected = losses(on: .reference())
        for threads in [1, 2] {
            let actual = losses(on: .cpu(threads: threads))
            for (one, other) in zip(actual, expected) { #expect(abs(one - other) < 1e-4 * abs(other)) }
            #expect(actual == losses(on: .cpu(threads: threads)), "the same bits again on \(threads) threads")
        }
    }

    @Test func evaluationKeepsNothing() {
        let device = Device.cpu()
        let network = Network(on: device)
        let images = images(on: device)
        device.withoutRecording { _ = network.logits(images, training: false).floats() }
        let before = device.statistics
        device.withoutRecording { _ = network.logits(images, training: false).floats() }
        #expect(device.statistics.nodes == before.nodes)
        #expect(device.statistics.bytesInUse == before.bytesInUse)
        #expect(device.statistics.storageAllocations == before.storageAllocations)
    }
}
