internal import CHDF5

extension HDF5Object {
    /// Names of all attributes, sorted.
    public func attributeNames() throws -> [String] {
        try withHDF5 {
            let id = try handle.id
            var names: [String] = []
            let status = withUnsafeMutablePointer(to: &names) { pointer in
                H5Aiterate2(
                    id, H5_INDEX_NAME, H5_ITER_NATIVE, nil,
                    { _, name, _, context in
                        guard let name, let context else { return -1 }
                        context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
                        return 0
                    }, pointer)
            }
            try handle.source.check(status, "cannot list the attributes")
            return names.sorted()
        }
    }

    public func hasAttribute(_ name: String) throws -> Bool {
        try withHDF5 {
            guard !name.isEmpty, !name.utf8.contains(0) else { return false }
            return try handle.source.check(H5Aexists(try handle.id, name), "cannot look up attribute '\(name)'") > 0
        }
    }

    /// Element type and shape of an attribute; [] for a scalar.
    public func attributeType(_ name: String) throws -> (elementType: HDF5ElementType, shape: [Int]) {
        try withAttribute(name) { ($0.elementType, $0.shape.extents) }
    }

    /// A numeric attribute of any shape.
    ///
    /// - Throws: `.missing`, `.wrongType`, `.valueOutOfRange`; see `HDF5Dataset.read(as:)` for the conversions.
    public func attributeArray<T: HDF5Number>(_ name: String, as type: T.Type = T.self) throws -> HDF5Array<T> {
        try withAttribute(name) { HDF5Array(values: try $0.numbers(T.self), shape: $0.shape.extents) }
    }

    /// A text attribute of any shape, fixed or variable length.
    public func attributeArray(_ name: String, as type: String.Type = String.self) throws -> HDF5Array<String> {
        try withAttribute(name) { HDF5Array(values: try $0.strings(), shape: $0.shape.extents) }
    }

    /// A numeric attribute of one element.
    ///
    /// - Throws: as `attributeArray`, and `.wrongShape` if there is not exactly one element.
    public func attribute<T: HDF5Number>(_ name: String, as type: T.Type = T.self) throws -> T {
        try withAttribute(name) { try $0.single($0.numbers(T.self)) }
    }

    /// A text attribute of one element.
    public func attribute(_ name: String, as type: String.Type = String.self) throws -> String {
        try withAttribute(name) { try $0.single($0.strings()) }
    }

    func requireAttribute(_ name: String) throws {
        guard try !hasAttribute(name) else { return }
        let names = try attributeNames()
        throw handle.source.error(
            .missing, "no attribute '\(name)'",
            expected: names.isEmpty ? "none (it has no attributes)" : "one of \(summary(of: names))")
    }

    private func withAttribute<Result>(_ name: String, _ body: (HDF5StoredValues) throws -> Result) throws -> Result {
        try withHDF5 {
            try requireAttribute(name)
            let source = handle.source.attribute(name)
            let attribute = try source.check(
                H5Aopen(try handle.id, name, ballast_h5_default()), "cannot open the attribute")
            defer { H5Aclose(attribute) }
            let type = try source.check(H5Aget_type(attribute), "cannot read the type")
            defer { H5Tclose(type) }
            let space = try source.check(H5Aget_space(attribute), "cannot read the shape")
            defer { H5Sclose(space) }
            let values = HDF5StoredValues(
                source: source, type: type, elementType: HDF5ElementType(identifier: type), space: space,
                shape: try HDF5Shape(space: space, of: source), byteLimit: try handle.fileSize,
                readAll: { H5Aread(attribute, $0, $1) })
            return try body(values)
        }
    }
}

extension HDF5StoredValues {
    /// The only element of `values`, which are all of these.
    func single<T>(_ values: [T]) throws -> T {
        guard values.count == 1 else {
            throw source.error(.wrongShape, "is not a scalar", got: "shape \(shape.extents)")
        }
        return values[0]
    }
}

/// Names for an error message, the first ten of them.
func summary(of names: [String]) -> String {
    names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", … (\(names.count) in all)" : "")
}
