import BallastHDF5
import Foundation

/// Rows of a dataset in a file, read by whole blocks of neighbouring rows, of which the last few are kept.
///
/// Meant for visits that stay among a few blocks for a while, in the order of the file or of a ``ChunkedShuffle``: then every
/// block is read and decompressed once. The block that was read first makes room for the next one.
final class BufferedFileRows: RowSource, @unchecked Sendable {
    // Sendable because the variables are used with the lock held.
    private let file: FileRows
    private let blocks: RowBlocks
    private let capacity: Int
    /// Memory of `capacity` blocks; made when it is first needed.
    private var memory: UnsafeMutableRawBufferPointer?
    /// The slot of the memory that a block is in, by its number; −1 if it is not in memory.
    private var slots: [Int32]
    /// The block that a slot holds, −1 for none.
    private var held: [Int]
    /// The slot that is filled next.
    private var next = 0
    private let lock = NSLock()

    /// - Parameters:
    ///   - file: the rows.
    ///   - buffer: how they are divided, and how many are kept.
    init(_ file: FileRows, buffer: RowBuffer) {
        self.file = file
        blocks = buffer.blocks
        capacity = min(buffer.capacity, max(blocks.count, 1))
        slots = [Int32](repeating: -1, count: blocks.count)
        held = [Int](repeating: -1, count: capacity)
    }

    deinit {
        memory?.deallocate()
    }

    var residentBytes: Int { 0 }

    /// Bytes of memory that hold blocks.
    var bufferBytes: Int { lock.withLock { memory?.count ?? 0 } }

    func gather(_ positions: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Float>) throws {
        try lock.withLock {
            guard let base = allocated().baseAddress else { return }
            let width = file.valuesPerRow
            for (index, row) in positions.enumerated() {
                let (block, place) = row.quotientAndRemainder(dividingBy: blocks.rowsPerBlock)
                var slot = Int(slots[block])
                if slot < 0 { slot = try load(block, into: base) }
                let source = base + slot * blocks.blockBytes + place * blocks.rowBytes
                let line = target + index * width
                switch file.type {
                case .float32: line.update(from: source.assumingMemoryBound(to: Float.self), count: width)
                case .uint8:
                    FeatureType.convert(source.assumingMemoryBound(to: UInt8.self), to: line, count: width)
                }
            }
        }
    }

    private func allocated() -> UnsafeMutableRawBufferPointer {
        if let memory { return memory }
        let made = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(capacity * blocks.blockBytes, 1), alignment: 64)
        memory = made
        return made
    }

    /// Reads a block into the slot of the oldest one, and returns the slot.
    private func load(_ block: Int, into base: UnsafeMutableRawPointer) throws -> Int {
        let slot = next
        if held[slot] >= 0 { slots[held[slot]] = -1 }
        // Holds nothing if reading fails.
        held[slot] = -1
        let rows = blocks.rows(of: block)
        try file.read(
            rows,
            into: UnsafeMutableRawBufferPointer(
                start: base + slot * blocks.blockBytes, count: rows.count * blocks.rowBytes))
        held[slot] = block
        slots[block] = Int32(slot)
        next = (slot + 1) % capacity
        return slot
    }
}
