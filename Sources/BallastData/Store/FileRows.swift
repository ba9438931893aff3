import BallastHDF5

/// Rows read from a dataset in a file when they are asked for.
struct FileRows: RowSource {
    let dataset: HDF5Dataset
    let type: FeatureType
    let valuesPerRow: Int

    var residentBytes: Int { 0 }

    func gather(_ positions: UnsafeBufferPointer<Int>, into target: UnsafeMutablePointer<Float>) throws {
        let width = valuesPerRow
        switch type {
        case .float32:
            try forEachRow(positions, as: Float.self) { row, place in
                target.advanced(by: place * width).update(from: row, count: width)
            }
        case .uint8:
            try forEachRow(positions, as: UInt8.self) { row, place in
                FeatureType.convert(row, to: target + place * width, count: width)
            }
        }
    }

    /// Reads neighbouring rows into memory of their size, in the type they are stored in.
    func read(_ rows: Range<Int>, into memory: UnsafeMutableRawBufferPointer) throws {
        switch type {
        case .float32: try dataset.readRows(rows, into: memory.bindMemory(to: Float.self))
        case .uint8: try dataset.readRows(rows, into: memory.bindMemory(to: UInt8.self))
        }
    }

    /// Reads rows into memory, in the type they are stored in.
    func load(_ rows: [Int]) throws -> ResidentRows {
        let rowBytes = valuesPerRow * type.byteCount
        // Blocks of the file's rows: few calls, little memory beside the rows themselves.
        let blockRows = max(1, (1 << 24) / rowBytes)
        return try ResidentRows(type: type, rowCount: rows.count, valuesPerRow: valuesPerRow) { memory in
            guard let base = memory.baseAddress else { return }
            let order = rows.indices.sorted { rows[$0] < rows[$1] }
            for start in stride(from: 0, to: order.count, by: blockRows) {
                let places = order[start..<min(start + blockRows, order.count)]
                try places.map { rows[$0] }.withUnsafeBufferPointer { wanted in
                    func copy<T: HDF5Number>(_: T.Type) throws {
                        try forEachRow(wanted, as: T.self) { row, place in
                            (base + places[start + place] * rowBytes).copyMemory(from: row, byteCount: rowBytes)
                        }
                    }
                    switch type {
                    case .float32: try copy(Float.self)
                    case .uint8: try copy(UInt8.self)
                    }
                }
            }
        }
    }

    /// Reads rows in the order of the file, and gives each with its place in `positions`.
    private func forEachRow<T: HDF5Number>(
        _ positions: UnsafeBufferPointer<Int>, as _: T.Type, _ body: (UnsafePointer<T>, Int) -> Void
    ) throws {
        guard !positions.isEmpty else { return }
        let order = positions.indices.sorted { positions[$0] < positions[$1] }
        try withUnsafeTemporaryAllocation(of: T.self, capacity: positions.count * valuesPerRow) { block in
            block.initialize(repeating: 0)
            try dataset.readRows(at: order.map { positions[$0] }, into: block)
            guard let base = block.baseAddress else { return }
            for (line, place) in order.enumerated() { body(base + line * valuesPerRow, place) }
        }
    }
}
