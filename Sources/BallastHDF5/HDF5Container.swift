internal import CHDF5

/// What holds objects by name: a group, or a file as its root group.
///
/// Names are paths relative to the container; those that start with `/` begin at the root.
public protocol HDF5Container: HDF5Object {}

/// A group.
public final class HDF5Group: HDF5Container {
    public let handle: HDF5Handle

    init(_ handle: HDF5Handle) {
        self.handle = handle
    }
}

/// A name in a group and what it stands for.
public struct HDF5Child: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case group
        case dataset
        /// A named type.
        case other
        /// A soft or external link that leads nowhere.
        case brokenLink
    }

    public let name: String
    public let kind: Kind

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

extension HDF5Container {
    /// Opens a group.
    ///
    /// - Throws: `.missing`, `.wrongObject`, `.damaged`.
    public func group(_ path: String) throws -> HDF5Group {
        try withHDF5 {
            let object = try openObject(path)
            guard H5Iget_type(try object.id) == H5I_GROUP else { throw try wrongKind(object, expected: "a group") }
            return HDF5Group(object)
        }
    }

    /// Opens a dataset.
    ///
    /// - Parameter chunkCacheBytes: memory for decoded chunks of this dataset, kept as long as the returned object.
    ///   Random rows of a compressed dataset decode a whole chunk each unless it is cached. Default: HDF5's, 1 MiB.
    ///   A dataset that is open already keeps the cache it has.
    /// - Throws: `.missing`, `.wrongObject`, `.damaged`.
    public func dataset(_ path: String, chunkCacheBytes: Int? = nil) throws -> HDF5Dataset {
        try withHDF5 {
            let object = try openObject(path)
            guard H5Iget_type(try object.id) == H5I_DATASET else { throw try wrongKind(object, expected: "a dataset") }
            let dataset = try HDF5Dataset(object)
            guard let chunkCacheBytes, dataset.chunkRows != nil else { return dataset }
            return try dataset.reopened(chunkCacheBytes: chunkCacheBytes)
        }
    }

    /// Whether the path leads to an object.
    public func contains(_ path: String) throws -> Bool {
        try withHDF5 {
            do {
                _ = try openObject(path)
                return true
            } catch let error as HDF5Error where error.kind == .missing {
                return false
            }
        }
    }

    /// The objects directly in this group, sorted by name.
    public func children() throws -> [HDF5Child] {
        try withHDF5 {
            let id = try handle.id
            return try childNames(of: id).map { name in
                let object = H5Oopen(id, name, ballast_h5_default())
                guard object >= 0 else {
                    let failure = handle.source.failure(.damaged, "cannot open '\(name)'")
                    guard ballast_h5_link_is_hard(id, name) == 0 else { throw failure }
                    return HDF5Child(name: name, kind: .brokenLink)
                }
                defer { H5Oclose(object) }
                switch H5Iget_type(object) {
                case H5I_GROUP: return HDF5Child(name: name, kind: .group)
                case H5I_DATASET: return HDF5Child(name: name, kind: .dataset)
                default: return HDF5Child(name: name, kind: .other)
                }
            }
        }
    }

    // MARK: Resolution, with the lock held

    /// Opens whatever the path leads to, going link by link to be able to say where it ends.
    func openObject(_ path: String) throws -> HDF5Handle {
        let names = try components(of: path)
        let start = path.hasPrefix("/") ? "/" : handle.objectPath
        // Absolute paths are resolved from the root whatever object they are given to.
        let id = try handle.id
        var walked = path.hasPrefix("/") ? "/" : "."
        var absolute = start
        for name in names {
            let next = walked.hasSuffix("/") ? walked + name : walked + "/" + name
            let object = H5Lexists(id, next, ballast_h5_default())
            guard object >= 0 else { throw notFound(name, in: absolute, of: id, relative: walked) }
            guard object > 0 else { throw missing(name, in: absolute, of: id, relative: walked) }
            walked = next
            absolute = absolute == "/" ? "/" + name : absolute + "/" + name
        }
        let object = H5Oopen(id, walked, ballast_h5_default())
        guard object >= 0 else {
            let source = HDF5Source(file: handle.filePath, object: absolute)
            let failure = source.failure(.damaged, "cannot open the object")
            if !names.isEmpty, ballast_h5_link_is_hard(id, walked) == 0 {
                throw source.error(.missing, "is a link that leads nowhere")
            }
            throw failure
        }
        return HDF5Handle(in: handle, path: absolute, identifier: object)
    }

    /// The names in a path.
    func components(of path: String) throws -> [String] {
        guard !path.utf8.contains(0) else {
            throw handle.source.error(.invalidArgument, "a path cannot contain NUL")
        }
        return path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    func childNames(of group: hid_t) throws -> [String] {
        var info = H5G_info_t()
        try handle.source.check(H5Gget_info(group, &info), "cannot list the group")
        var names: [String] = []
        for index in 0..<info.nlinks {
            func name(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int) throws -> Int {
                let length = H5Lget_name_by_idx(
                    group, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, size, ballast_h5_default())
                return try handle.source.check(length, "cannot list the group")
            }
            let size = try name(nil, 0) + 1
            try withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
                guard let base = buffer.baseAddress else { return }
                _ = try name(base, size)
                names.append(String(cString: base))
            }
        }
        return names
    }

    private func missing(_ name: String, in group: String, of id: hid_t, relative: String) -> HDF5Error {
        let source = HDF5Source(file: handle.filePath, object: group)
        let parent = H5Oopen(id, relative, ballast_h5_default())
        defer { if parent >= 0 { H5Oclose(parent) } }
        guard parent >= 0, H5Iget_type(parent) == H5I_GROUP, let names = try? childNames(of: parent) else {
            return source.error(.missing, "no object '\(name)'")
        }
        let held = names.isEmpty ? "none (the group is empty)" : "one of \(summary(of: names))"
        return source.error(.missing, "no object '\(name)'", expected: held)
    }

    /// The error for a name that could not even be looked up.
    private func notFound(_ name: String, in path: String, of id: hid_t, relative: String) -> HDF5Error {
        let source = HDF5Source(file: handle.filePath, object: path)
        let failure = source.failure(.damaged, "cannot look up '\(name)'")
        let object = H5Oopen(id, relative, ballast_h5_default())
        defer { if object >= 0 { H5Oclose(object) } }
        guard object >= 0, H5Iget_type(object) != H5I_GROUP else { return failure }
        return source.error(.missing, "no object '\(name)'", expected: "a group", got: kindName(object))
    }

    private func wrongKind(_ object: HDF5Handle, expected: String) throws -> HDF5Error {
        object.source.error(.wrongObject, "is of another kind", expected: expected, got: kindName(try object.id))
    }

    private func kindName(_ object: hid_t) -> String {
        switch H5Iget_type(object) {
        case H5I_GROUP, H5I_FILE: "a group"
        case H5I_DATASET: "a dataset"
        default: "a named type"
        }
    }
}
