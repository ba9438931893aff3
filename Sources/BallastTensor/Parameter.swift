/// A trained tensor: a leaf of the tape with a path, held by a model or a loss and moved by the optimizer.
///
/// Parameters are made by a parameter store, which gives every one of them to the optimizer and to the checkpoint.
public final class Parameter {
    /// What a parameter is, for weight-decay exemptions and rates of its own.
    public enum Role: String, Sendable, CaseIterable {
        /// Weights of linear and convolutional layers.
        case weight
        /// Additive terms.
        case bias
        /// Scale and shift of a normalisation.
        case normalization
        /// Whatever a loss learns: anchors, centres, log-variances, class weights of its own head.
        case loss
    }

    /// Where the parameter stands in its model or loss, such as `layer1.0.conv1.weight`; its name in a checkpoint.
    public let path: String
    public let role: Role
    /// The current value, tracked by the tape.
    public private(set) var value: Tensor

    package init(path: String, role: Role, value: Tensor) {
        self.path = path
        self.role = role
        self.value = value.untracked().tracked()
    }

    public var shape: Shape { value.shape }

    /// The gradient accumulated by ``Tensor/backward(_:)`` since it was last cleared.
    public var gradient: Tensor? { value.gradient }

    /// Forgets the gradient; its memory is reused.
    public func clearGradient() { value.node?.gradient = nil }

    /// Replaces the gradient, as clipping does.
    package func setGradient(_ gradient: Tensor?) { value.node?.gradient = gradient }

    /// Replaces the value.
    public func assign(_ newValue: Tensor) {
        require(newValue.shape == shape, "\(path) has the shape \(shape), not \(newValue.shape)")
        require(newValue.scalarType == value.scalarType, "\(path) is \(value.scalarType)")
        value = newValue.rowMajor().untracked().tracked()
    }

    /// Lends the value to `body`, which changes it in place or replaces it; nobody else's copy of it changes.
    ///
    /// The parameter stays the same leaf of the tape. `body` must not use the parameter meanwhile.
    package func update(_ body: (inout Tensor) -> Void) {
        let leaf = value.node
        let expected = (value.shape, value.scalarType)
        value = value.untracked()
        body(&value)
        require(value.shape == expected.0, "\(path) has the shape \(expected.0), not \(value.shape)")
        require(value.scalarType == expected.1, "\(path) is \(expected.1), not \(value.scalarType)")
        value = value.rowMajor().with(leaf)
    }
}

/// A tensor that belongs to a model's or loss's state without being trained: running statistics, FAML's anchors.
/// Saved and restored with the checkpoint.
public final class Buffer {
    /// Its name in a checkpoint.
    public let path: String
    public private(set) var value: Tensor

    package init(path: String, value: Tensor) {
        self.path = path
        self.value = value.untracked()
    }

    public var shape: Shape { value.shape }

    /// Replaces the value.
    public func assign(_ newValue: Tensor) {
        require(newValue.shape == shape, "\(path) has the shape \(shape), not \(newValue.shape)")
        require(newValue.scalarType == value.scalarType, "\(path) is \(value.scalarType)")
        value = newValue.rowMajor().untracked()
    }
}
