/// The seam between operations and kernels.
///
/// Operations, layers and losses are written against this protocol only; a backend fills outputs that the operation
/// has allocated. Inputs and outputs of one call share a device; outputs never alias inputs unless a method says so.
/// ``ReferenceBackend`` computes everything in plain loops in either precision; ``AcceleratedBackend`` takes float32
/// to vectorised kernels and oneDNN and hands the rest to the reference.
package protocol Backend: AnyObject, ElementwiseKernels, ReductionKernels, IndexingKernels, LinearAlgebraKernels,
    NetworkKernels, UpdateKernels
{
    /// A short name for logs, such as `oneDNN 2.6, AVX2, 2 threads`.
    var name: String { get }
    /// Whether networks may keep their activations in bfloat16: whether the processor multiplies that format.
    var multipliesBFloat16: Bool { get }
    /// The counts that only the backend knows.
    var statistics: DeviceStatistics { get }
}
