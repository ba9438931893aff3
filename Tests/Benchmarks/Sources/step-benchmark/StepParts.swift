import Ballast
import BenchmarkSupport

/// The time of a step's parts and what it takes of the device.
struct StepParts {
    /// Gathering rows, forward, loss, backward, update.
    var microseconds: [Double]
    /// Operations recorded in a step.
    let nodes: Int
    /// Buffers taken from the heap in all steps but the first rounds'.
    let buffers: Int

    /// The parts of the fastest of ten rounds.
    static func best(hidden: [Int], batch: Int, steps: Int) throws -> StepParts {
        let device = Device.cpu(threads: 1)
        let network = try TableNetwork(hidden: hidden, on: device)
        let examples = TableNetwork.examples(64 * batch)
        let loader = BatchLoader(examples, options: .init(batchSize: batch), seed: 0)
        let rounds = 10
        let epochs = max(1, steps / rounds / 64)
        var best = try round(network, loader, epochs: 1)
        let buffers = device.statistics.storageAllocations
        for _ in 0..<rounds {
            let parts = try round(network, loader, epochs: epochs)
            if parts.microseconds.reduce(0, +) < best.microseconds.reduce(0, +) { best = parts }
        }
        return StepParts(
            microseconds: best.microseconds, nodes: best.nodes,
            buffers: device.statistics.storageAllocations - buffers)
    }

    private static func round(_ network: TableNetwork, _ loader: BatchLoader, epochs: Int) throws -> StepParts {
        let clock = ContinuousClock()
        var sums = [Duration](repeating: .zero, count: 5)
        var steps = 0
        let nodes = network.device.statistics.nodes
        for epoch in 0..<epochs {
            var start = clock.now
            func lap(_ part: Int) {
                let end = clock.now
                sums[part] += end - start
                start = end
            }
            let order = TorchRandom(seed: UInt64(epoch)).dataLoaderOrder(count: loader.examples.count).indices
            let batches = loader.trainingBatches(epoch: epoch, order: order)
            while let next = try batches.next() {
                let rows = next.tensor(on: network.device)
                let labels = next.labels
                lap(0)
                let output = network.output(rows)
                lap(1)
                let loss = network.meanLoss(output, labels)
                lap(2)
                network.clearGradients()
                loss.backward()
                lap(3)
                network.update()
                lap(4)
                steps += 1
            }
        }
        return StepParts(
            microseconds: sums.map { $0 / .microseconds(1) / Double(steps) },
            nodes: (network.device.statistics.nodes - nodes) / steps, buffers: 0)
    }
}
