/// Every kernel as a plain loop, in float32 and float64: what gradient checks and odd cases run on, and what faster
/// backends are compared against.
///
/// Loops say what they compute; sums run in Double whatever the elements are.
package final class ReferenceBackend: Backend {
    package internal(set) var statistics = DeviceStatistics()

    package init() {}

    package var name: String { "reference loops" }
    package var multipliesBFloat16: Bool { false }

    /// Stops the program: bfloat16 lives inside networks, whose kernels convert it.
    func unsupported(_ scalarType: ScalarType, _ operation: StaticString = #function) -> Never {
        stop("\(operation) is not defined on \(scalarType); cast to float32 first")
    }
}

extension Device {
    /// A device that computes in plain loops, in float32 or float64.
    public static func reference() -> Device { Device(backend: ReferenceBackend()) }
}

extension Tensor {
    /// The elements in memory, padding included. Valid while the tensor lives.
    package func pointer<Element>(as type: Element.Type) -> UnsafeMutablePointer<Element> {
        storage.pointer.assumingMemoryBound(to: Element.self)
    }
}
