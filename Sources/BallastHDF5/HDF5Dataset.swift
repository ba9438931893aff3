internal import CHDF5

/// A dataset: an array of any rank in a file, read and written whole or by rows, which are the slices along the first
/// dimension.
public final class HDF5Dataset: HDF5Object {
    public let handle: HDF5Handle
    /// The type of the elements in the file.
    public let elementType: HDF5ElementType
    /// Rows in a chunk, or nil if the dataset is not chunked.
    public let chunkRows: Int?
    /// Bytes of memory for decoded chunks.
    let chunkCacheBytes: Int
    /// Bytes of a decoded chunk, 0 if the dataset is not chunked.
    let chunkBytes: Int
    let isCompressed: Bool
    /// What chunks go through; nil for filters that only the library knows, and for a dataset that is not chunked.
    let filters: HDF5ChunkFilters?
    /// Whether elements lie in the file as they do in memory.
    let isNative: Bool

    init(_ handle: HDF5Handle) throws {
        self.handle = handle
        let id = try handle.id
        let source = handle.source

        let type = try source.check(H5Dget_type(id), "cannot read the type")
        defer { H5Tclose(type) }
        elementType = HDF5ElementType(identifier: type)
        let elementSize = max(H5Tget_size(type), 1)
        isNative = elementType.numberTypes.map { H5Tequal(type, $0.memory) > 0 } ?? false

        let creation = try source.check(H5Dget_create_plist(id), "cannot read the layout")
        defer { H5Pclose(creation) }
        isCompressed = H5Pget_nfilters(creation) > 0
        if H5Pget_layout(creation) == H5D_CHUNKED {
            filters = HDF5ChunkFilters(creation: creation)
            var extents = [hsize_t](repeating: 1, count: Int(H5S_MAX_RANK))
            try source.check(H5Pget_chunk(creation, CInt(extents.count), &extents), "cannot read the chunk size")
            chunkRows = max(Int(clamping: extents[0]), 1)
            // The library refuses chunks of 4 GiB and more when it opens a dataset.
            chunkBytes = extents.reduce(elementSize) { bytes, extent in
                bytes.multipliedReportingOverflow(by: Int(clamping: extent)).partialValue
            }
        } else {
            filters = nil
            chunkRows = nil
            chunkBytes = 0
        }

        let access = try source.check(H5Dget_access_plist(id), "cannot read the access properties")
        defer { H5Pclose(access) }
        var slots = 0
        var bytes = 0
        var preemption = 0.0
        try source.check(H5Pget_chunk_cache(access, &slots, &bytes, &preemption), "cannot read the cache size")
        chunkCacheBytes = bytes
    }

    /// The extents; [] for a scalar. Asked from the file each time, as appending rows changes it.
    public var shape: [Int] {
        get throws {
            try withHDF5 { try withSpace { _, shape in shape.extents } }
        }
    }

    /// Reads all values.
    ///
    /// Numbers are converted as HDF5 does: integers to wider integers and to floating point, floating point to either
    /// precision, rounding to nearest. Integers are also read as narrower ones as long as every value fits.
    ///
    /// - Throws: `.wrongType` for floating point as integers and for strings, `.valueOutOfRange` for an integer that does
    ///   not fit, `.tooLarge` for a shape that this file or machine cannot hold, `.damaged` for data that cannot be decoded.
    public func read<T: HDF5Number>(as type: T.Type = T.self) throws -> HDF5Array<T> {
        try withStoredValues { HDF5Array(values: try $0.numbers(T.self), shape: $0.shape.extents) }
    }

    /// Reads all strings, fixed or variable length.
    ///
    /// - Throws: `.wrongType` if they are not strings, `.damaged` if they are not UTF-8 or cannot be decoded.
    public func read(as type: String.Type = String.self) throws -> HDF5Array<String> {
        try withStoredValues { HDF5Array(values: try $0.strings(), shape: $0.shape.extents) }
    }

    /// Reads the only value of a scalar dataset or of one with a single element.
    ///
    /// - Throws: as `read(as:)`, and `.wrongShape` if there is not exactly one element.
    public func scalar<T: HDF5Number>(as type: T.Type = T.self) throws -> T {
        try withStoredValues { try $0.single($0.numbers(T.self)) }
    }

    /// Reads the only string.
    public func scalar(as type: String.Type = String.self) throws -> String {
        try withStoredValues { try $0.single($0.strings()) }
    }

    // MARK: With the lock held

    /// Gives the dataset's dataspace, with everything selected, and its shape.
    func withSpace<Result>(_ body: (hid_t, HDF5Shape) throws -> Result) throws -> Result {
        let source = handle.source
        let space = try source.check(H5Dget_space(try handle.id), "cannot read the shape")
        defer { H5Sclose(space) }
        return try body(space, HDF5Shape(space: space, of: source))
    }

    private func withStoredValues<Result>(_ body: (HDF5StoredValues) throws -> Result) throws -> Result {
        try withHDF5 {
            let id = try handle.id
            let source = handle.source
            let type = try source.check(H5Dget_type(id), "cannot read the type")
            defer { H5Tclose(type) }
            return try withSpace { space, shape in
                try body(
                    HDF5StoredValues(
                        source: source, type: type, elementType: elementType, space: space, shape: shape,
                        byteLimit: try byteLimit(),
                        readAll: {
                            H5Dread(id, $0, ballast_h5_whole(), ballast_h5_whole(), ballast_h5_default(), $1)
                        }))
            }
        }
    }

    /// The most that reading the dataset whole can give. Deflate shrinks at most 1032 times; what has never been
    /// written takes no room in the file, and up to 256 MiB of it are allowed.
    private func byteLimit() throws -> Int {
        let stored = min(Int(clamping: H5Dget_storage_size(try handle.id)), try handle.fileSize)
        let (expanded, overflow) = stored.multipliedReportingOverflow(by: isCompressed ? 1100 : 1)
        return max(1 << 28, overflow ? .max : expanded)
    }
}

extension HDF5Dataset {
    /// The same dataset, opened with another amount of memory for its decoded chunks. Closes this one, since the
    /// library takes the amount from whoever opens the dataset first.
    func reopened(chunkCacheBytes: Int) throws -> HDF5Dataset {
        let source = handle.source
        let access = try source.check(ballast_h5_new_dataset_access(), "cannot make access properties")
        defer { H5Pclose(access) }
        // Chunks are found by number modulo slots: with a slot for each chunk that fits, none pushes another out
        // early. Preemption 0: a chunk read to its end is as likely to be wanted next as any other.
        let bytes = max(chunkCacheBytes, 0)
        let slots = min(max(521, 2 * (bytes / max(chunkBytes, 1)) + 1), 1 << 20 | 1)
        try source.check(H5Pset_chunk_cache(access, slots, bytes, 0), "cannot set the chunk cache")
        return try HDF5Dataset(handle.reopened { H5Dopen2($0, $1, access) })
    }
}
