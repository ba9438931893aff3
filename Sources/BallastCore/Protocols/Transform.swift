public import BallastTensor

/// A change of the inputs on their way from the dataset to the model: scaling, augmentation, mixing.
///
/// A transform is applied to batches in host memory, on the thread that prepares them. What it learns, it learns from
/// training rows alone, once, before training; that state is saved with the run and used for validation and test.
/// Transforms keep the shape of the examples.
public protocol Transform: Component, Sendable {
    init(config: Config, context: TransformContext) throws

    /// Whether evaluation sees the change too.
    var stage: TransformStage { get }

    /// Learns from the training rows, as they come out of the transforms before this one.
    mutating func fit(_ rows: any FittingRows) throws

    /// What was learned, by name, for the checkpoint; restoring it gives the same transform.
    var state: [String: [Double]] { get }

    /// Puts back what `state` gave.
    ///
    /// - Throws: `TransformStateError` for names or numbers of values that this transform does not have.
    mutating func restore(_ state: [String: [Double]]) throws

    /// Changes the examples of a batch in place.
    ///
    /// All randomness comes from the batch's generators, so that a batch is the same whenever and wherever it is made.
    func apply(to batch: inout TransformBatch)
}

extension Transform {
    public var stage: TransformStage { .always }

    public mutating func fit(_ rows: any FittingRows) throws {}

    public var state: [String: [Double]] { [:] }

    public mutating func restore(_ state: [String: [Double]]) throws {
        guard state.isEmpty else {
            throw TransformStateError("\(Self.name) learns nothing, but the state has \(state.keys.sorted())")
        }
    }
}

/// When a transform is applied.
public enum TransformStage: String, Sendable {
    /// In training and in evaluation.
    case always
    /// In training only: augmentation.
    case trainingOnly = "training_only"
}

/// What a transform is made from.
public struct TransformContext: Sendable {
    /// The shape of one example: [D] for tables, [C, H, W] for images.
    public let exampleShape: Shape

    public init(exampleShape: Shape) { self.exampleShape = exampleShape }

    /// The extents of an image.
    ///
    /// - Throws: `ConfigError` if examples are not images.
    public func imageExtents(for transform: String) throws -> (channels: Int, height: Int, width: Int) {
        guard exampleShape.rank == 3 else {
            throw ConfigError(key: "", "\(transform) needs images [C, H, W], but examples have shape \(exampleShape)")
        }
        return (exampleShape[0], exampleShape[1], exampleShape[2])
    }
}

/// The training rows, in order, for a transform to learn from; they may be gone through more than once.
public protocol FittingRows {
    var rowCount: Int { get }
    /// The number of values in a row.
    var valuesPerRow: Int { get }

    /// Gives the rows in blocks, row after row; the memory is valid during the call only.
    func forEachBlock(_ body: (_ values: UnsafeBufferPointer<Float>, _ rowCount: Int) throws -> Void) throws
}

/// A saved state that does not fit its transform.
public struct TransformStateError: Error, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    /// The values of exactly the given names, each of the given number.
    public static func values(
        _ names: [String], count: Int, of state: [String: [Double]], transform: String
    ) throws -> [[Double]] {
        guard Set(names) == Set(state.keys) else {
            throw TransformStateError("the state of \(transform) must have \(names), got \(state.keys.sorted())")
        }
        return try names.map { name in
            let values = state[name] ?? []
            guard values.count == count else {
                throw TransformStateError("\(name) of \(transform) must have \(count) values, got \(values.count)")
            }
            return values
        }
    }
}
