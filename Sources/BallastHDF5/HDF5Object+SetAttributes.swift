internal import CHDF5

/// Attributes are small: 64 KiB at most, strings aside, which are kept elsewhere in the file. One that exists is replaced,
/// whatever its type.
extension HDF5Object {
    /// Sets an attribute to a number.
    ///
    /// - Throws: `.readOnly`, `.invalidArgument` for an empty name, `.system`.
    public func setAttribute<T: HDF5Number>(_ name: String, to value: T) throws {
        try setAttribute(name, to: [value], shape: [])
    }

    /// Sets an attribute to an array of numbers.
    ///
    /// - Parameters:
    ///   - name: the name of the attribute.
    ///   - values: the elements in row-major order.
    ///   - shape: the extents; one dimension if nil.
    /// - Throws: also `.wrongShape` if the shape holds another number of values.
    public func setAttribute<T: HDF5Number>(_ name: String, to values: [T], shape: [Int]? = nil) throws {
        try withHDF5 {
            guard let types = T.elementType.numberTypes else { return }
            try values.withUnsafeBufferPointer { buffer in
                try write(
                    name, fileType: types.file, memoryType: types.memory, values: buffer.baseAddress,
                    count: values.count, shape: shape ?? [values.count])
            }
        }
    }

    /// Sets an attribute to a string of any length, which h5py reads as `str`.
    ///
    /// - Throws: also `.invalidArgument` if the string contains NUL.
    public func setAttribute(_ name: String, to value: String) throws {
        try setAttribute(name, to: [value], shape: [])
    }

    /// Sets an attribute to a string stored in its own length, which h5py reads as bytes. It lies with the attribute, not
    /// in the file's heap, where damage to a variable-length string can mislead the library.
    ///
    /// - Throws: also `.invalidArgument` if the string contains NUL.
    public func setAttribute(_ name: String, toFixedLength value: String) throws {
        try withHDF5 {
            try handle.source.attribute(name).requireNoNUL([value])
            let bytes = value.isEmpty ? [0] : Array(value.utf8)
            let type = try handle.source.check(ballast_h5_fixed_string(bytes.count), "cannot make a string type")
            defer { H5Tclose(type) }
            try write(name, fileType: type, memoryType: type, values: bytes, count: 1, shape: [])
        }
    }

    /// Sets an attribute to an array of strings.
    public func setAttribute(_ name: String, to values: [String], shape: [Int]? = nil) throws {
        try withHDF5 {
            let strings = try HDF5StringBuffer(values, source: handle.source.attribute(name))
            let type = try handle.source.check(ballast_h5_variable_string(H5T_CSET_UTF8), "cannot make a string type")
            defer { H5Tclose(type) }
            try write(
                name, fileType: type, memoryType: type, values: strings.pointers, count: values.count,
                shape: shape ?? [values.count])
        }
    }

    /// Removes an attribute.
    ///
    /// - Throws: `.missing`, `.readOnly`, `.system`.
    public func deleteAttribute(_ name: String) throws {
        try withHDF5 {
            try handle.requireWritable()
            try requireAttribute(name)
            try handle.source.attribute(name).check(
                H5Adelete(try handle.id, name), "cannot delete the attribute", kind: .system)
        }
    }

    private func write(
        _ name: String, fileType: hid_t, memoryType: hid_t, values: UnsafeRawPointer?, count: Int, shape: [Int]
    ) throws {
        let source = handle.source.attribute(name)
        try handle.requireWritable()
        guard !name.isEmpty, !name.utf8.contains(0) else {
            throw source.error(.invalidArgument, "the name is empty or contains NUL")
        }
        try source.requireCount(count, shape: shape)
        let space = try source.check(
            shape.isEmpty ? H5Screate(H5S_SCALAR) : H5Screate_simple(CInt(shape.count), shape.map { hsize_t($0) }, nil),
            "cannot have shape \(shape)", kind: .wrongShape)
        defer { H5Sclose(space) }
        let properties = try source.check(ballast_h5_new_attribute_creation(), "cannot make attribute properties")
        defer { H5Pclose(properties) }
        H5Pset_char_encoding(properties, H5T_CSET_UTF8)

        let id = try handle.id
        if try hasAttribute(name) {
            try source.check(H5Adelete(id, name), "cannot replace the attribute", kind: .system)
        }
        let attribute = try source.check(
            H5Acreate2(id, name, fileType, space, properties, ballast_h5_default()), "cannot create the attribute",
            kind: .system)
        defer { H5Aclose(attribute) }
        guard count > 0 else { return }
        try source.check(H5Awrite(attribute, memoryType, values), "cannot write the attribute", kind: .system)
    }
}
