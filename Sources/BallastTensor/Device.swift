/// Where tensors live and are computed: a backend, its memory pool, and whether operations are being recorded.
///
/// A device is owned by whoever trains or evaluates and is used from one thread at a time. Tensors know their device,
/// so an operation needs no ambient state.
public final class Device {
    /// The kernels that operations run on.
    package let backend: any Backend
    package let pool = StoragePool()
    /// Whether operations on tracked tensors are recorded for ``Tensor/backward(_:)``.
    public private(set) var isRecording = true
    /// What ``Tensor/detached()`` gives while a function is checked whose gradient takes that as constant.
    package var heldConstants: HeldConstants?
    private var lastNodeIdentifier: UInt64 = 0

    package init(backend: any Backend) {
        self.backend = backend
    }

    /// The backend in words, such as `oneDNN 2.6, AVX2, 2 threads`.
    public var name: String { backend.name }

    /// Whether networks may keep their activations in bfloat16 here: whether the processor multiplies that format (AVX-512
    /// BF16 or AMX).
    public var multipliesBFloat16: Bool { backend.multipliesBFloat16 }

    /// Runs `body` without recording: its results carry no gradient and keep no intermediate values alive.
    public func withoutRecording<Result>(_ body: () throws -> Result) rethrows -> Result {
        let previous = isRecording
        isRecording = false
        defer { isRecording = previous }
        return try body()
    }

    /// Identifiers grow with time, so their descending order is a reverse topological order of the tape.
    package func makeNodeIdentifier() -> UInt64 {
        lastNodeIdentifier += 1
        return lastNodeIdentifier
    }

    /// What the device has done so far; the difference over a step shows that a steady-state step takes nothing new.
    public var statistics: DeviceStatistics {
        var result = backend.statistics
        result.storageAllocations = pool.allocationCount
        result.bytesInUse = pool.bytesInUse
        result.bytesReserved = pool.bytesReserved
        result.peakBytesInUse = pool.peakBytesInUse
        result.nodes = Int(lastNodeIdentifier)
        return result
    }
}

/// Deterministic counts of a device's work.
public struct DeviceStatistics: Equatable, Sendable {
    /// Buffers taken from the heap for tensor storage.
    public var storageAllocations = 0
    /// Backend primitives (convolutions, reorders …) created.
    public var primitivesCreated = 0
    /// Changes of a tensor's memory layout executed.
    public var reorders = 0
    /// Copies of convolution weights, or of their gradients, between row-major order and a primitive's own layout.
    public var weightReorders = 0
    /// Operations recorded on the tape.
    public var nodes = 0
    /// Bytes held by live tensors.
    public var bytesInUse = 0
    /// Bytes taken from the heap, live or waiting for reuse.
    public var bytesReserved = 0
    /// The largest number of bytes that were in use at once.
    public var peakBytesInUse = 0

    public init() {}
}
