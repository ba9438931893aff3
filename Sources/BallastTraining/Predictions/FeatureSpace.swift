internal import BallastCore
internal import BallastTensor

/// Where a model puts examples, and where its loss has its classes.
public struct FeatureSpace: Sendable {
    /// A vector for each class that the loss holds.
    public struct ClassVectors: Sendable {
        /// The parameter's or buffer's path.
        public let name: String
        /// [K, D], row by row.
        public let values: [Float]
    }

    /// The width D of the space.
    public let width: Int
    /// [N, D], row by row.
    public let features: [Float]
    /// FAL's and FAML's `anchors`, LGM's `centres`; none of a loss on logits.
    public let classVectors: [ClassVectors]

    /// - Parameters:
    ///   - features: of the examples, [N, D], row by row.
    ///   - learner: the model that gave them, and its loss.
    public init(features: [Float], learner: Learner) {
        width = learner.model.featureWidth
        self.features = features
        classVectors = learner.classVectors
    }
}

extension Learner {
    /// The parameters and buffers of the loss with a row of the features' width for each class. What the loss keeps under a
    /// name of its own, such as FAML's unfinished window, is not among them.
    fileprivate var classVectors: [FeatureSpace.ClassVectors] {
        let arrays = lossStore.parameters.map { ($0.path, $0.value) } + lossStore.buffers.map { ($0.path, $0.value) }
        return arrays.filter { path, value in
            !path.contains(".") && value.shape == [task.classNames.count, model.featureWidth]
        }.map { FeatureSpace.ClassVectors(name: $0, values: $1.floats()) }
    }
}
