/// Where the features of examples come from: memory or a file.
protocol RowSource: Sendable {
    /// Puts the rows at these positions, in this order, one after the other.
    ///
    /// - Precondition: every position is below the number of rows.
    func gather(_ positions: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Float>) throws

    /// Bytes of memory that the rows take; 0 if they are read in place.
    var residentBytes: Int { get }

    /// Bytes of memory that rows of a file which were read last take.
    var bufferBytes: Int { get }

    /// The rows at these positions, in this order; repeats allowed.
    func selecting(_ positions: [Int]) -> any RowSource
}

extension RowSource {
    var bufferBytes: Int { 0 }

    func selecting(_ positions: [Int]) -> any RowSource { SelectedRows(base: self, positions: positions) }
}

/// Rows held in memory in the type they are stored in.
final class ResidentRows: RowSource, @unchecked Sendable {
    // Sendable because the memory is written before anybody else knows of it, in `init`, and only read afterwards.
    private let memory: UnsafeMutableRawBufferPointer
    private let type: FeatureType
    private let rowCount: Int
    private let valuesPerRow: Int

    /// - Parameter fill: writes the rows, row after row, into zeroed memory.
    init(
        type: FeatureType, rowCount: Int, valuesPerRow: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void
    ) rethrows {
        self.type = type
        self.rowCount = rowCount
        self.valuesPerRow = valuesPerRow
        memory = .allocate(byteCount: max(rowCount * valuesPerRow * type.byteCount, 1), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        try fill(memory)
    }

    deinit {
        memory.deallocate()
    }

    var residentBytes: Int { memory.count }

    /// Few of many rows, such as a long-tailed subset, are copied, so that the others need not stay in memory.
    func selecting(_ positions: [Int]) -> any RowSource {
        guard positions.count <= rowCount / 2 else { return SelectedRows(base: self, positions: positions) }
        let rowBytes = valuesPerRow * type.byteCount
        return ResidentRows(type: type, rowCount: positions.count, valuesPerRow: valuesPerRow) { target in
            guard let from = memory.baseAddress, let to = target.baseAddress else { return }
            for (index, position) in positions.enumerated() {
                (to + index * rowBytes).copyMemory(from: from + position * rowBytes, byteCount: rowBytes)
            }
        }
    }

    func gather(_ positions: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Float>) {
        guard let base = memory.baseAddress else { return }
        let width = valuesPerRow
        switch type {
        case .float32:
            let rows = base.assumingMemoryBound(to: Float.self)
            // A call to copy a row takes longer than to copy the few columns of a table.
            guard width > 32 else { return gather(positions, of: rows, columns: width, into: target) }
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

    private func gather(
        _ positions: UnsafeBufferPointer<Int>, of rows: UnsafePointer<Float>, columns: Int,
        into target: UnsafeMutablePointer<Float>
    ) {
        var place = target
        for position in positions {
            let row = rows + position &* columns
            for column in 0..<columns { place[column] = row[column] }
            place += columns
        }
    }
}

/// Some rows of another source, in an order of their own.
struct SelectedRows: RowSource {
    let base: any RowSource
    let positions: [Int]

    var residentBytes: Int { base.residentBytes }
    var bufferBytes: Int { base.bufferBytes }

    /// Straight from the base, so that choosing again and again makes no chain.
    func selecting(_ chosen: [Int]) -> any RowSource { base.selecting(chosen.map { positions[$0] }) }

    func gather(_ wanted: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Float>) throws {
        try withUnsafeTemporaryAllocation(of: Int.self, capacity: wanted.count) { translated in
            for (index, position) in wanted.enumerated() { translated[index] = positions[position] }
            try base.gather(UnsafeBufferPointer(translated), into: target)
        }
    }
}
