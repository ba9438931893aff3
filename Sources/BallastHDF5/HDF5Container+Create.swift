internal import CHDF5

extension HDF5Container {
    /// Creates a group and those on the way to it; groups that exist are kept.
    ///
    /// - Throws: `.wrongObject` if something on the path is a dataset, `.readOnly`, `.system`.
    @discardableResult
    public func createGroup(_ path: String) throws -> HDF5Group {
        try withHDF5 {
            try handle.requireWritable()
            let place = try newPlace(path, mayExist: true)
            if try contains(path) { return try group(path) }
            let creation = try handle.source.check(ballast_h5_new_group_creation(), "cannot make group properties")
            defer { H5Pclose(creation) }
            // As files and datasets, groups do not say when they were made.
            ballast_h5_omit_times(creation)
            let id = try place.create { parent, name, links in
                H5Gcreate2(parent, name, links, creation, ballast_h5_default())
            }
            return HDF5Group(HDF5Handle(in: handle, path: place.absolutePath, identifier: id))
        }
    }

    /// Creates a dataset of numbers, filled with zeros, to be written by rows; makes the groups on the way to it.
    ///
    /// - Throws: `.exists`, `.wrongObject` if something on the path is a dataset, `.wrongShape`, `.invalidArgument` for
    ///   options, `.readOnly`, `.system`.
    @discardableResult
    public func createDataset<T: HDF5Number>(
        _ path: String, of type: T.Type, shape: [Int], options: HDF5DatasetOptions = .plain
    ) throws -> HDF5Dataset {
        try withHDF5 {
            guard let types = T.elementType.numberTypes else {
                throw handle.source.error(.wrongType, "cannot be written", got: "\(T.elementType)")
            }
            return try createDataset(path, fileType: types.file, shape: shape, options: options)
        }
    }

    /// Creates a dataset with the given values in row-major order.
    ///
    /// - Parameters:
    ///   - path: where, relative to this group; groups on the way are made.
    ///   - values: the elements in row-major order.
    ///   - shape: the extents; one dimension if nil, a scalar for [].
    ///   - options: chunks and compression.
    /// - Throws: as `createDataset(_:of:shape:options:)`; `.wrongShape` if the shape holds another number of values.
    @discardableResult
    public func createDataset<T: HDF5Number>(
        _ path: String, values: [T], shape: [Int]? = nil, options: HDF5DatasetOptions = .plain
    ) throws -> HDF5Dataset {
        try values.withUnsafeBufferPointer {
            try createDataset(path, values: $0, shape: shape ?? [values.count], options: options)
        }
    }

    /// Creates a dataset from memory, without copying it first.
    @discardableResult
    public func createDataset<T: HDF5Number>(
        _ path: String, values: UnsafeBufferPointer<T>, shape: [Int], options: HDF5DatasetOptions = .plain
    ) throws -> HDF5Dataset {
        try withHDF5 {
            try newPlace(path, mayExist: true).source.requireCount(values.count, shape: shape)
            let dataset = try createDataset(path, of: T.self, shape: shape, options: options)
            try dataset.writeAll(values)
            return dataset
        }
    }

    /// Creates a dataset of UTF-8 strings, all in the length of the longest, which h5py reads by `.asstr()`.
    ///
    /// Unlike variable-length strings these are compressed with the rest, and a damaged byte cannot mislead the library.
    ///
    /// - Throws: as `createDataset(_:values:shape:options:)`; `.invalidArgument` for a string that contains NUL.
    @discardableResult
    public func createDataset(
        _ path: String, values: [String], shape: [Int]? = nil, options: HDF5DatasetOptions = .plain
    ) throws -> HDF5Dataset {
        try withHDF5 {
            let shape = shape ?? [values.count]
            try newPlace(path, mayExist: true).source.requireCount(values.count, shape: shape)
            try handle.source.requireNoNUL(values)
            let length = max(values.lazy.map(\.utf8.count).max() ?? 1, 1)
            let type = try handle.source.check(ballast_h5_fixed_string(length), "cannot make a string type")
            defer { H5Tclose(type) }
            let dataset = try createDataset(path, fileType: type, shape: shape, options: options)
            var bytes = [UInt8](repeating: 0, count: values.count * length)
            for (index, value) in values.enumerated() {
                bytes.replaceSubrange(index * length..<index * length + value.utf8.count, with: value.utf8)
            }
            try dataset.write { H5Dwrite($0, type, ballast_h5_whole(), ballast_h5_whole(), $1, bytes) }
            return dataset
        }
    }

    /// Creates a dataset of one number, with the shape [].
    @discardableResult
    public func createDataset<T: HDF5Number>(_ path: String, scalar value: T) throws -> HDF5Dataset {
        try createDataset(path, values: [value], shape: [])
    }

    /// Creates a dataset of one string, with the shape [].
    @discardableResult
    public func createDataset(_ path: String, scalar value: String) throws -> HDF5Dataset {
        try createDataset(path, values: [value], shape: [])
    }

    /// Removes a name. What it stands for is gone once no other name leads to it and it is no longer open; its room in
    /// the file is reused, not given back.
    ///
    /// - Throws: `.missing`, `.readOnly`, `.system`.
    public func delete(_ path: String) throws {
        try withHDF5 {
            try handle.requireWritable()
            let object = try openObject(path)
            let name = object.objectPath
            guard name != "/" else { throw handle.source.error(.invalidArgument, "the root group cannot be deleted") }
            try object.source.check(
                H5Ldelete(try handle.id, name, ballast_h5_default()), "cannot delete the name", kind: .system)
        }
    }

    // MARK: With the lock held

    private func createDataset(
        _ path: String, fileType: hid_t, shape: [Int], options: HDF5DatasetOptions
    ) throws -> HDF5Dataset {
        try handle.requireWritable()
        let place = try newPlace(path, mayExist: false)
        let source = place.source
        guard shape.allSatisfy({ $0 >= 0 }) else {
            throw source.error(.wrongShape, "has a negative extent", got: "shape \(shape)")
        }
        let properties = try options.creationProperties(
            shape: shape, elementSize: H5Tget_size(fileType), source: source)
        defer { H5Pclose(properties) }
        let extents = shape.map { hsize_t($0) }
        var limits = extents
        if options.extensible { limits[0] = ballast_h5_unlimited() }
        let space = try source.check(
            shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(CInt(extents.count), extents, limits),
            "cannot have shape \(shape)", kind: .wrongShape)
        defer { H5Sclose(space) }
        let id = try place.create { parent, name, links in
            H5Dcreate2(parent, name, fileType, space, links, properties, ballast_h5_default())
        }
        return try HDF5Dataset(HDF5Handle(in: handle, path: place.absolutePath, identifier: id))
    }

    /// Where a new object goes.
    ///
    /// - Throws: `.invalidArgument` for a path without a name, `.wrongObject` if something on the way is not a group,
    ///   `.exists` unless `mayExist`.
    private func newPlace(_ path: String, mayExist: Bool) throws -> HDF5NewPlace {
        let names = try components(of: path)
        guard !names.isEmpty else {
            throw handle.source.error(.invalidArgument, "a new object needs a name", got: "'\(path)'")
        }
        let id = try handle.id
        var absolute = path.hasPrefix("/") ? "/" : handle.objectPath
        var exists = true
        for (depth, name) in names.enumerated() {
            absolute += absolute == "/" ? name : "/" + name
            guard exists else { continue }
            exists = H5Lexists(id, absolute, ballast_h5_default()) > 0
            if exists, depth < names.count - 1 { _ = try group(absolute) }
        }
        let source = HDF5Source(file: handle.filePath, object: absolute)
        guard !exists || mayExist else { throw source.error(.exists, "the name is taken") }
        return HDF5NewPlace(parent: id, absolutePath: absolute, source: source)
    }
}

/// Where a new object goes: a path of which the last name, and maybe others, are free.
private struct HDF5NewPlace {
    let parent: hid_t
    let absolutePath: String
    let source: HDF5Source

    /// Calls `body` with the parent, the path and the properties of the link: make groups on the way, names in UTF-8.
    func create(_ body: (_ parent: hid_t, _ path: String, _ links: hid_t) -> hid_t) throws -> hid_t {
        let links = try source.check(ballast_h5_new_link_creation(), "cannot make link properties")
        defer { H5Pclose(links) }
        H5Pset_create_intermediate_group(links, 1)
        H5Pset_char_encoding(links, H5T_CSET_UTF8)
        return try source.check(body(parent, absolutePath, links), "cannot create the object", kind: .system)
    }
}
