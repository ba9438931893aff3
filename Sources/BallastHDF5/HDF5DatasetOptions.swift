internal import CHDF5

/// How a new dataset is laid out.
public struct HDF5DatasetOptions: Hashable, Sendable {
    /// Rows in a chunk, at least 1; nil lets the layout choose: none for plain data, about 256 KiB a chunk for data
    /// that is compressed or extensible, which HDF5 stores in chunks only.
    public var chunkRows: Int?
    /// Level of deflate compression, 1 (fast) to 9 (small); 0 for none.
    public var deflate: Int
    /// Groups the first bytes of all elements, then the second and so on, which helps deflate with numbers.
    public var shuffle: Bool
    /// Whether rows can be appended later.
    public var extensible: Bool

    public init(chunkRows: Int? = nil, deflate: Int = 0, shuffle: Bool = false, extensible: Bool = false) {
        self.chunkRows = chunkRows
        self.deflate = deflate
        self.shuffle = shuffle
        self.extensible = extensible
    }

    /// One block, as it is in memory.
    public static let plain = HDF5DatasetOptions()

    /// Shuffled and deflated at level 4.
    public static let compressed = HDF5DatasetOptions(deflate: 4, shuffle: true)

    /// Bytes in a chunk when the number of rows is left open.
    static let chunkBytes = 256 * 1024

    /// Rows in a chunk of a dataset, or nil if it is not to be chunked.
    func rowsInChunk(shape: [Int], elementSize: Int) -> Int? {
        // A chunk cannot be empty, and there is nothing in an empty dataset to compress. A scalar has no rows.
        guard let rows = shape.first, extensible || !shape.contains(0) else { return nil }
        guard chunkRows != nil || deflate > 0 || shuffle || extensible else { return nil }
        let rowBytes = shape.dropFirst().reduce(elementSize, saturatingProduct)
        let chosen = chunkRows ?? max(1, Self.chunkBytes / max(rowBytes, 1))
        // Beyond the last row of a dataset of fixed size a chunk would be refused.
        return extensible ? chosen : min(chosen, rows)
    }

    /// Creation properties, which the caller closes.
    func creationProperties(shape: [Int], elementSize: Int, source: HDF5Source) throws -> hid_t {
        guard (0...9).contains(deflate) else {
            throw source.error(
                .invalidArgument, "deflate level out of range", expected: "0 to 9", got: "\(deflate)")
        }
        guard chunkRows ?? 1 >= 1 else {
            throw source.error(
                .invalidArgument, "chunk rows out of range", expected: "at least 1", got: "\(chunkRows ?? 1)")
        }
        if extensible, shape.isEmpty || shape.dropFirst().contains(0) {
            throw source.error(
                .wrongShape, "cannot be extensible", expected: "a first dimension, and rows that are not empty",
                got: "shape \(shape)")
        }
        let properties = try source.check(ballast_h5_new_dataset_creation(), "cannot make dataset properties")
        // Equal content gives equal files only if they do not say when they were written.
        ballast_h5_omit_times(properties)
        guard let rows = rowsInChunk(shape: shape, elementSize: elementSize) else { return properties }
        do {
            let extents = [hsize_t(rows)] + shape.dropFirst().map { hsize_t($0) }
            let what = "cannot use chunks of \(rows) rows"
            try source.check(H5Pset_chunk(properties, CInt(extents.count), extents), what, kind: .invalidArgument)
            if shuffle { try source.check(H5Pset_shuffle(properties), "cannot shuffle", kind: .invalidArgument) }
            if deflate > 0 {
                try source.check(
                    H5Pset_deflate(properties, CUnsignedInt(deflate)), "cannot deflate", kind: .invalidArgument)
            }
        } catch {
            H5Pclose(properties)
            throw error
        }
        return properties
    }
}
