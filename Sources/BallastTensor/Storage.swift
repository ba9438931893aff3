/// The memory behind one or more tensors; returns to its device's pool when the last of them is gone.
package final class Storage {
    package let device: Device
    package let pointer: UnsafeMutableRawPointer
    package let capacity: Int
    /// Called instead of recycling when the memory is borrowed, such as a loader's batch buffer.
    private let release: (() -> Void)?

    package init(byteCount: Int, device: Device) {
        self.device = device
        capacity = StoragePool.capacity(for: byteCount)
        pointer = device.pool.take(capacity: capacity)
        release = nil
    }

    /// Wraps memory owned by somebody else; `release` is called when no tensor uses it any more.
    package init(
        borrowing pointer: UnsafeMutableRawPointer, byteCount: Int, device: Device, release: @escaping () -> Void
    ) {
        self.device = device
        self.pointer = pointer
        capacity = byteCount
        self.release = release
    }

    deinit {
        if let release { release() } else { device.pool.recycle(pointer, capacity: capacity) }
    }
}
