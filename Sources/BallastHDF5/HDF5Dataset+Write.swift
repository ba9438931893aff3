internal import CHDF5

extension HDF5Dataset {
    /// Replaces rows from `lower` on by the given values, a whole number of rows in row-major order.
    ///
    /// The values are stored as the dataset's type, which must be able to hold every value of `T`.
    ///
    /// - Throws: `.rowOutOfRange`, `.wrongShape` for part of a row or a scalar, `.wrongType`, `.readOnly`, `.system`.
    public func writeRows<T: HDF5Number>(_ values: [T], at lower: Int) throws {
        try values.withUnsafeBufferPointer { try writeRows($0, at: lower) }
    }

    /// Replaces rows from `lower` on by the values in memory.
    public func writeRows<T: HDF5Number>(_ values: UnsafeBufferPointer<T>, at lower: Int) throws {
        try withHDF5 {
            try requireWritable(T.self)
            try withSpace { space, shape in
                let count = try rows(in: values.count, of: shape)
                guard lower >= 0, lower <= shape.extents[0], count <= shape.extents[0] - lower else {
                    throw handle.source.error(
                        .rowOutOfRange, "has no such rows", expected: "rows in 0..<\(shape.extents[0])",
                        got: "\(count) rows from \(lower)")
                }
                try writeRows(values, lower..<lower + count, space: space, shape: shape)
            }
        }
    }

    /// Adds rows at the end of a dataset created as extensible.
    ///
    /// - Throws: as `writeRows`; `.wrongShape` if the dataset is not extensible. The dataset keeps its rows then.
    public func appendRows<T: HDF5Number>(_ values: [T]) throws {
        try values.withUnsafeBufferPointer { try appendRows($0) }
    }

    /// Adds the rows in memory at the end of a dataset created as extensible.
    public func appendRows<T: HDF5Number>(_ values: UnsafeBufferPointer<T>) throws {
        try withHDF5 {
            try requireWritable(T.self)
            let count = try withSpace { try rows(in: values.count, of: $1) }
            try extend(by: count) { rows in
                try withSpace { space, shape in try writeRows(values, rows, space: space, shape: shape) }
            }
        }
    }

    // MARK: With the lock held

    /// Writes all values; the count has been checked.
    func writeAll<T: HDF5Number>(_ values: UnsafeBufferPointer<T>) throws {
        guard !values.isEmpty, let types = T.elementType.numberTypes else { return }
        try write { H5Dwrite($0, types.memory, ballast_h5_whole(), ballast_h5_whole(), $1, values.baseAddress) }
    }

    func write(_ body: (_ dataset: hid_t, _ properties: hid_t) -> herr_t) throws {
        try handle.source.check(
            body(try handle.id, ballast_h5_default()), "cannot write the values", kind: .system)
    }

    private func writeRows<T: HDF5Number>(
        _ values: UnsafeBufferPointer<T>, _ range: Range<Int>, space: hid_t, shape: HDF5Shape
    ) throws {
        guard !values.isEmpty, let types = T.elementType.numberTypes else { return }
        let memory = try selectRows(range, of: shape, in: space, source: handle.source)
        defer { H5Sclose(memory) }
        try write { H5Dwrite($0, types.memory, memory, space, $1, values.baseAddress) }
    }

    /// Makes room for rows at the end, which `body` writes; the dataset keeps the rows that it had if that fails.
    func extend(by count: Int, _ body: (_ rows: Range<Int>) throws -> Void) throws {
        guard count > 0 else { return }
        let old = try withSpace { space, shape in
            var limits = [hsize_t](repeating: 0, count: shape.extents.count)
            try handle.source.check(H5Sget_simple_extent_dims(space, nil, &limits), "cannot read the shape")
            let (total, overflow) = shape.extents[0].addingReportingOverflow(count)
            guard !overflow, hsize_t(total) <= limits[0] else {
                throw handle.source.error(
                    .wrongShape, "cannot be extended", expected: "at most \(limits[0]) rows", got: "\(total)")
            }
            return shape.extents
        }
        try setRows(old[0] + count, of: old)
        do {
            try body(old[0]..<old[0] + count)
        } catch {
            try? setRows(old[0], of: old)
            throw error
        }
    }

    private func setRows(_ rows: Int, of extents: [Int]) throws {
        var extents = extents.map { hsize_t($0) }
        extents[0] = hsize_t(rows)
        try handle.source.check(H5Dset_extent(try handle.id, extents), "cannot be extended", kind: .system)
    }

    func requireWritable<T: HDF5Number>(_: T.Type) throws {
        try handle.requireWritable()
        guard elementType.holds(T.elementType) else {
            throw handle.source.error(
                .wrongType, "values cannot be stored without loss", expected: "\(elementType)", got: "\(T.elementType)")
        }
    }

    /// The number of rows that so many values are.
    private func rows(in count: Int, of shape: HDF5Shape) throws -> Int {
        guard !shape.extents.isEmpty else {
            throw handle.source.error(.wrongShape, "is a scalar, which has no rows")
        }
        let width = shape.rowCount
        guard width > 0 ? count.isMultiple(of: width) : count == 0 else {
            throw handle.source.error(
                .wrongShape, "values are not whole rows", expected: "a multiple of \(width)", got: "\(count)")
        }
        return width > 0 ? count / width : 0
    }
}
