/// Where the features of examples come from: memory or a file.
protocol RowSource: Sendable {
    /// Puts the rows at these positions, in this order, one after the other.
    ///
    /// - Precondition: every position is below the number of rows.
    func gather(_ positions: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Float>) throws

    /// Bytes of memory that the rows take; 0 if they are read in place.
    var residentBytes: Int { get }
}

/// Rows held in memory in the type they are stored in.
final class ResidentRows: RowSource, @unchecked Sendable {
    // Sendable because the memory is written before anybody else knows of it, in `init`, and only read afterwards.
    private let memory: UnsafeMutableRawBufferPointer
    private let type: FeatureType
    private let valuesPerRow: Int

    /// - Parameter fill: writes the rows, row after row, into zeroed memory.
    init(
        type: FeatureType, rowCount: Int, valuesPerRow: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void
    ) rethrows {
        self.type = type
        self.valuesPerRow = valuesPerRow
        memory = .allocate(byteCount: max(rowCount * valuesPerRow * type.byteCount, 1), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        try fill(memory)
    }

    deinit {
        memory.deallocate()
    }

    var residentBytes: Int { memory.count }

    func gather(_ positions: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Float>) {
        guard let base = memory.baseAddress else { return }
        let width = valuesPerRow
        switch type {
        case .float32:
            let rows = base.assumingMemoryBound(to: Float.self)
            for (index, position) in positions.enumerated() {
                target.advanced(by: index &* width).update(from: rows + position &* width, count: width)
            }
        case .uint8:
            let rows = base.assumingMemoryBound(to: UInt8.self)
            for (index, position) in positions.enumerated() {
                FeatureType.convert(rows + position &* width, to: target + index &* width, count: width)
            }
        }
    }
}

/// Some rows of another source, in an order of their own.
struct SelectedRows: RowSource {
    let base: any RowSource
    let positions: [Int]

    var residentBytes: Int { base.residentBytes }

    func gather(_ wanted: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Float>) throws {
        try withUnsafeTemporaryAllocation(of: Int.self, capacity: wanted.count) { translated in
            for (index, position) in wanted.enumerated() { translated[index] = positions[position] }
            try base.gather(UnsafeBufferPointer(translated), into: target)
        }
    }
}
