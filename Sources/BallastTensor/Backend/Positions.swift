/// Integers that a kernel found (where a maximum or a sorted element came from), in pooled memory.
package struct Positions {
    private let storage: Storage
    package let count: Int

    package init(count: Int, on device: Device) {
        storage = Storage(byteCount: count * MemoryLayout<Int32>.size, device: device)
        self.count = count
    }

    /// The integers, valid while this value lives.
    package var pointer: UnsafeMutablePointer<Int32> {
        storage.pointer.bindMemory(to: Int32.self, capacity: count)
    }

    /// A copy of the integers.
    package var values: [Int32] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
