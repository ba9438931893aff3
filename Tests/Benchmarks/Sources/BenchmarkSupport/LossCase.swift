package import Ballast

/// A loss on noise, forward and backward.
package struct LossCase {
    /// Columns of the features.
    package static let featureWidth = 64

    private let name: String
    private let rows: Int
    private let classes: Int

    package init(_ name: String, rows: Int, classes: Int) {
        self.name = name
        self.rows = rows
        self.classes = classes
    }

    /// Whether the loss reads features, and forms distances to anchors of its own, rather than logits.
    package var readsFeatures: Bool { ["lgm", "fal", "faml"].contains(name) }

    /// What computes the mean of the values and all gradients once.
    package func prepared(on device: Device) throws -> () -> Void {
        let random = TorchRandom(seed: 0)
        let store = ParameterStore(device: device, random: random)
        let loss = try Registries.standard().losses.build(
            ComponentReference(name),
            context: LossContext(
                classCounts: [Int](repeating: 100, count: classes), featureWidth: Self.featureWidth, scope: store.root))
        let labels = Labels((0..<rows).map { $0 * 7 % classes }, bound: classes)
        let features = Tensor(
            random.normal(count: rows * Self.featureWidth), shape: [rows, Self.featureWidth], on: device)
        let logits =
            readsFeatures ? nil : Tensor(random.normal(count: rows * classes), shape: [rows, classes], on: device)
        return {
            let output = ModelOutput(features: features.tracked(), logits: logits?.tracked())
            LossReduction.mean(loss(LossBatch(output: output, labels: labels)), labels).backward()
            for parameter in store.parameters { parameter.clearGradient() }
        }
    }
}
