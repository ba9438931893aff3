internal import CKernels

/// float32, and bfloat16 inside networks, on vectorised loops and oneDNN; everything else on ``ReferenceBackend``.
///
/// Convolutional activations stay in the layout that oneDNN's kernels work in. Primitives are created for a shape when it is first met and
/// kept; scratch memory comes from the device's pool, so that a steady-state step creates and allocates nothing.
package final class AcceleratedBackend: Backend {
    let reference = ReferenceBackend()
    private let owner: ContextOwner
    private var convolutions: [ConvolutionKey: ConvolutionPrimitives] = [:]
    /// Changes of layout made by this backend itself.
    var reorders = 0

    /// - Parameter threads: how many threads kernels run on; as many as the machine has processors if nil.
    /// - Returns: nil if oneDNN offers no engine for this processor.
    package init?(threads: Int? = nil) {
        require(threads.map { $0 >= 1 } ?? true, "a device needs at least one thread")
        guard let owner = ContextOwner(threads: threads) else { return nil }
        self.owner = owner
    }

    /// What the C kernels are called with.
    var context: OpaquePointer { owner.context }
    /// Channels in a block of the activation layout.
    var channelBlock: Int { Int(ballast_context_channel_block(context)) }

    package var name: String {
        let library = String(cString: ballast_context_library(context))
        let instructions = String(cString: ballast_context_instructions(context))
        let threads = ballast_context_threads(context)
        return "oneDNN \(library), \(instructions), \(threads) thread\(threads == 1 ? "" : "s")"
    }

    package var multipliesBFloat16: Bool { ballast_context_has_bfloat16(context) != 0 }

    package var statistics: DeviceStatistics {
        var result = reference.statistics
        let counts = ballast_context_counts(context)
        result.primitivesCreated += Int(counts.primitives)
        result.weightReorders += Int(counts.weight_reorders)
        result.reorders += reorders
        return result
    }

    /// The primitives of one convolution, created when first asked for.
    func primitives(for key: ConvolutionKey) -> ConvolutionPrimitives? {
        if let known = convolutions[key] { return known }
        guard let made = ConvolutionPrimitives(key, owner: owner) else { return nil }
        convolutions[key] = made
        return made
    }

    /// Calls `body` with scratch memory from the pool of `device`.
    func withScratch<Result>(
        _ byteCount: Int, on device: Device, _ body: (UnsafeMutableRawPointer) -> Result
    ) -> Result {
        let scratch = Storage(byteCount: byteCount, device: device)
        return withExtendedLifetime(scratch) { body(scratch.pointer) }
    }
}

/// Owns the C kernels' context, for as long as a backend or a primitive needs it.
final class ContextOwner {
    let context: OpaquePointer

    init?(threads: Int?) {
        guard let context = ballast_context_create(Int32(clamping: threads ?? 0)) else { return nil }
        self.context = context
    }

    deinit { ballast_context_destroy(context) }
}

extension Device {
    /// A device that computes float32 on vectorised kernels and oneDNN, and other types in plain loops. On a processor that
    /// oneDNN cannot serve, everything runs in plain loops.
    ///
    /// Results are the same bits every time for the same number of threads. Use a device, its first use included, from one
    /// thread throughout: the kernels' helper threads belong to the thread that calls them.
    ///
    /// - Parameter threads: how many threads kernels run on, at least 1; as many as the machine has processors if nil.
    public static func cpu(threads: Int? = nil) -> Device {
        guard let backend = AcceleratedBackend(threads: threads) else { return .reference() }
        return Device(backend: backend)
    }
}

extension Tensor {
    /// The elements in memory, as C kernels of float32 take them. Valid while the tensor lives.
    var floatPointer: UnsafeMutablePointer<Float> { pointer(as: Float.self) }

    /// The elements in memory, for C kernels that are told their number format.
    var elements: UnsafeMutableRawPointer { storage.pointer }
}

extension ballast_element {
    init(_ scalarType: ScalarType) { self = scalarType == .bfloat16 ? ballast_bfloat16 : ballast_float32 }
}
