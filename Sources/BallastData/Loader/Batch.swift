import BallastTensor

/// A batch of examples in host memory, ready for the model.
///
/// Its memory goes back to the loader when the last reference is gone.
public final class Batch {
    /// The number of the batch in its epoch, from 0.
    public let number: Int
    /// The shape of one example.
    public let exampleShape: Shape
    /// The number of classes K.
    public let classCount: Int
    private let buffers: BatchBuffers
    private let pool: BatchPool

    init(number: Int, examples: ExampleSet, buffers: BatchBuffers, pool: BatchPool) {
        self.number = number
        exampleShape = examples.exampleShape
        classCount = examples.classCount
        self.buffers = buffers
        self.pool = pool
    }

    deinit {
        pool.give(back: buffers)
    }

    /// The number of examples N.
    public var count: Int { buffers.count }

    /// The shape of the features, [N, …].
    public var shape: Shape { Shape([count] + Array(exampleShape)) }

    /// Gives the features, row-major [N, …], without copying them; the memory is valid during the call only.
    public func withValues<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) {
            try body(UnsafeBufferPointer(rebasing: buffers.values[..<(count * exampleShape.elementCount)]))
        }
    }

    /// A copy of the features, row-major [N, …].
    public func floats() -> [Float] { withValues { Array($0) } }

    /// The class of every example, [N].
    public var labels: Labels {
        Labels(Array(buffers.labels[..<count]), bound: classCount)
    }

    /// How examples were mixed, if they were.
    public var mix: BatchMix? {
        buffers.mixWeight.map {
            BatchMix(weight: $0, labels: Labels(Array(buffers.mixedLabels[..<count]), bound: classCount))
        }
    }

    /// The features as a tensor [N, …] that shares the batch's memory and keeps it.
    public func tensor(on device: Device) -> Tensor {
        // No kernel writes to its inputs, and this tensor is nobody's output.
        let storage = Storage(
            borrowing: UnsafeMutableRawPointer(mutating: buffers.values.baseAddress.unsafelyUnwrapped),
            byteCount: shape.elementCount * MemoryLayout<Float>.stride, device: device, release: { _ = self })
        return Tensor(storage: storage, shape: shape, scalarType: .float32)
    }
}

/// The second half of mixed examples: the loss of a batch is weight·L(batch labels) + (1 − weight)·L(these labels).
public struct BatchMix: Equatable, Sendable {
    /// Between 0 and 1.
    public let weight: Float
    /// The classes mixed in, [N].
    public let labels: Labels
}
