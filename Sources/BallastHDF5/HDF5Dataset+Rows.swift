internal import CHDF5

extension HDF5Dataset {
    /// Reads the rows `range`, converted as `read(as:)` does.
    ///
    /// - Returns: an array whose first extent is the number of rows.
    /// - Throws: as `read(as:)`; `.rowOutOfRange`, `.wrongShape` for a scalar.
    public func readRows<T: HDF5Number>(_ range: Range<Int>, as type: T.Type = T.self) throws -> HDF5Array<T> {
        try withHDF5 {
            let reader = try HDF5RowReader<T>(self)
            defer { reader.close() }
            try reader.requireRows(range)
            let count = try reader.plausibleCount(rows: range.count)
            let values = try [T](unsafeUninitializedCapacity: count) { buffer, initialized in
                try reader.read(range, into: UnsafeMutableBufferPointer(rebasing: buffer.prefix(count)))
                initialized = count
            }
            return HDF5Array(values: values, shape: [range.count] + reader.shape.extents.dropFirst())
        }
    }

    /// Reads the rows `range` into memory of exactly their size.
    public func readRows<T: HDF5Number>(
        _ range: Range<Int>, into destination: UnsafeMutableBufferPointer<T>
    ) throws {
        try withHDF5 {
            let reader = try HDF5RowReader<T>(self)
            defer { reader.close() }
            try reader.requireRows(range)
            try reader.requireCount(destination.count, rows: range.count)
            try reader.read(range, into: destination)
        }
    }

    /// Gathers rows by their indices, in ascending order, possibly repeated, into memory of exactly their size.
    ///
    /// Neighbouring rows are read by one call, and a compressed chunk is decoded once even if it does not fit the cache;
    /// see `HDF5RowPlan`. For rows in random order, sort them first and scatter the result.
    ///
    /// - Throws: as `read(as:)`; `.rowOutOfRange` for indices outside the dataset or not in order, `.wrongShape` for a
    ///   destination of another size.
    public func readRows<T: HDF5Number>(
        at rows: some RandomAccessCollection<Int>, into destination: UnsafeMutableBufferPointer<T>
    ) throws {
        try withHDF5 {
            let reader = try HDF5RowReader<T>(self)
            defer { reader.close() }
            try reader.requireSorted(rows)
            try reader.requireCount(destination.count, rows: rows.count)
            try reader.gather(rows, into: destination)
        }
    }

    /// Gathers rows by their indices, in ascending order, possibly repeated.
    public func readRows<T: HDF5Number>(
        at rows: some RandomAccessCollection<Int>, as type: T.Type = T.self
    ) throws -> HDF5Array<T> {
        try withHDF5 {
            let reader = try HDF5RowReader<T>(self)
            defer { reader.close() }
            try reader.requireSorted(rows)
            let count = try reader.plausibleCount(rows: rows.count)
            let values = try [T](unsafeUninitializedCapacity: count) { buffer, initialized in
                try reader.gather(rows, into: UnsafeMutableBufferPointer(rebasing: buffer.prefix(count)))
                initialized = count
            }
            return HDF5Array(values: values, shape: [rows.count] + reader.shape.extents.dropFirst())
        }
    }
}

/// Reads rows of one dataset as `T`, with the lock held; holds the dataset's dataspace until `close`.
private struct HDF5RowReader<T: HDF5Number> {
    let shape: HDF5Shape
    private let id: hid_t
    private let space: hid_t
    private let source: HDF5Source
    private let conversion: HDF5Conversion<T>
    private let layout: HDF5RowPlan.Layout

    init(_ dataset: HDF5Dataset) throws {
        id = try dataset.handle.id
        source = dataset.handle.source
        conversion = try HDF5Conversion(from: dataset.elementType, to: T.self, source: source)
        space = try source.check(H5Dget_space(id), "cannot read the shape")
        do {
            shape = try HDF5Shape(space: space, of: source)
            guard !shape.extents.isEmpty else { throw source.error(.wrongShape, "is a scalar, which has no rows") }
        } catch {
            H5Sclose(space)
            throw error
        }
        layout = HDF5RowPlan.Layout(
            rowBytes: saturatingProduct(shape.rowCount, MemoryLayout<T>.stride),
            chunkRows: dataset.chunkRows,
            decodesEachTime: dataset.isCompressed && dataset.chunkBytes > dataset.chunkCacheBytes)
    }

    func close() {
        H5Sclose(space)
    }

    // MARK: Checks

    func requireRows(_ range: Range<Int>) throws {
        guard range.lowerBound >= 0, range.upperBound <= shape.extents[0] else {
            throw source.error(
                .rowOutOfRange, "has no such rows", expected: "rows in 0..<\(shape.extents[0])", got: "\(range)")
        }
    }

    func requireSorted(_ rows: some RandomAccessCollection<Int>) throws {
        var previous = 0
        for row in rows {
            guard row >= 0, row < shape.extents[0] else {
                throw source.error(
                    .rowOutOfRange, "has no such row", expected: "rows in 0..<\(shape.extents[0])", got: "\(row)")
            }
            guard row >= previous else {
                throw source.error(
                    .rowOutOfRange, "rows must be in ascending order", got: "\(row) after \(previous)")
            }
            previous = row
        }
    }

    func requireCount(_ count: Int, rows: Int) throws {
        let (expected, overflow) = rows.multipliedReportingOverflow(by: shape.rowCount)
        guard !overflow, count == expected else {
            throw source.error(
                .wrongShape, "destination for \(rows) rows of \(shape.rowCount) elements is of the wrong size",
                expected: overflow ? "more elements than can be addressed" : "\(expected) elements", got: "\(count)")
        }
    }

    /// Elements in so many rows, if they can be held in memory.
    func plausibleCount(rows: Int) throws -> Int {
        let (count, overflow) = rows.multipliedReportingOverflow(by: shape.rowCount)
        try source.requireMemory(
            count: overflow ? .max : count, size: MemoryLayout<T>.stride + conversion.temporarySize, of: shape)
        return count
    }

    // MARK: Reading

    func read(_ range: Range<Int>, into destination: UnsafeMutableBufferPointer<T>) throws {
        guard !destination.isEmpty else { return }
        let memory = try selectRows(range, of: shape, in: space, source: source)
        defer { H5Sclose(memory) }
        try conversion.read(into: destination, source: source, firstIndex: range.lowerBound * shape.rowCount) {
            H5Dread(id, $0, memory, space, ballast_h5_default(), $1)
        }
    }

    func gather(_ rows: some RandomAccessCollection<Int>, into destination: UnsafeMutableBufferPointer<T>) throws {
        guard let start = destination.baseAddress, !destination.isEmpty else { return }
        let plan = HDF5RowPlan(rows: rows, layout: layout)
        let width = shape.rowCount
        let scratchRows = plan.reads.lazy.filter { !$0.isExact }.map(\.rows.count).max() ?? 0
        try source.requireMemory(count: scratchRows, size: layout.rowBytes, of: shape)
        let scratch = UnsafeMutableBufferPointer<T>.allocate(capacity: scratchRows * width)
        defer { scratch.deallocate() }
        for read in plan.reads {
            let target = UnsafeMutableBufferPointer(
                start: start + read.positions.lowerBound * width, count: read.positions.count * width)
            if read.isExact {
                try self.read(read.rows, into: target)
                continue
            }
            let block = UnsafeMutableBufferPointer(rebasing: scratch.prefix(read.rows.count * width))
            try self.read(read.rows, into: block)
            guard let from = block.baseAddress, let to = target.baseAddress else { continue }
            for (place, position) in read.positions.enumerated() {
                let row = rows[rows.index(rows.startIndex, offsetBy: position)] - read.rows.lowerBound
                (to + place * width).update(from: from + row * width, count: width)
            }
        }
    }
}

/// Selects rows in a dataset's dataspace and makes the dataspace of the memory they are copied from or to, which the
/// caller closes.
///
/// The memory's has the same rank: for different ranks the library pairs elements one by one.
func selectRows(_ range: Range<Int>, of shape: HDF5Shape, in space: hid_t, source: HDF5Source) throws -> hid_t {
    var start = [hsize_t](repeating: 0, count: shape.extents.count)
    var count = shape.extents.map { hsize_t($0) }
    start[0] = hsize_t(range.lowerBound)
    count[0] = hsize_t(range.count)
    try source.check(
        H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nil, count, nil), "cannot select rows \(range)")
    return try source.check(H5Screate_simple(CInt(count.count), count, nil), "cannot describe the memory")
}
