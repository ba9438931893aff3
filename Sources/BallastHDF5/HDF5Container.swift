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
    /// - Parameters:
    ///   - path: where, relative to this group.
    ///   - chunkCacheBytes: memory for decoded chunks of this dataset, kept as long as the returned object. Random rows
    ///     of a compressed dataset decode a whole chunk each unless it is cached. Default: HDF5's, 1 MiB. A dataset that
    ///     is open already keeps the cache it has.
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
            let route = try route(to: path)
            guard route.missing == nil else { return false }
            return try open(route) != nil
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

    /// Opens what the path leads to.
    ///
    /// - Throws: `.missing`, saying where the path ends and what there is instead.
    func openObject(_ path: String) throws -> HDF5Handle {
        let route = try route(to: path)
        if let name = route.missing { throw try missing(name, after: route) }
        guard let object = try open(route) else {
            throw source(of: route).error(.missing, "is a link that leads nowhere")
        }
        return object
    }

    /// Follows a path, link by link, as the library only says whether all of it exists.
    private func route(to path: String) throws -> HDF5Route {
        let id = try handle.id
        let isAbsolute = path.hasPrefix("/")
        var route = HDF5Route(relative: isAbsolute ? "/" : ".", absolute: isAbsolute ? "/" : handle.objectPath)
        for name in try components(of: path) {
            let next = route.appending(name)
            let exists = H5Lexists(id, next.relative, ballast_h5_default())
            guard exists > 0 else {
                // Negative also if this is no group, in which nothing can be.
                if exists < 0 { try requireReadable(route, failure: handle.source.failure(.damaged, "")) }
                route.missing = name
                return route
            }
            route = next
        }
        return route
    }

    /// Throws the failure to look something up in a group, unless it is none.
    private func requireReadable(_ route: HDF5Route, failure: HDF5Error) throws {
        guard let object = try open(route), H5Iget_type(try object.id) == H5I_GROUP else { return }
        throw object.source.error(.damaged, "cannot be searched", detail: failure.detail)
    }

    /// Opens the end of a route; nil if its last link leads nowhere.
    private func open(_ route: HDF5Route) throws -> HDF5Handle? {
        let id = try handle.id
        let object = H5Oopen(id, route.relative, ballast_h5_default())
        guard object >= 0 else {
            let failure = source(of: route).failure(.damaged, "cannot open the object")
            if route.relative != "/", route.relative != ".", ballast_h5_link_is_hard(id, route.relative) == 0 {
                return nil
            }
            throw failure
        }
        return HDF5Handle(in: handle, path: route.absolute, identifier: object)
    }

    private func missing(_ name: String, after route: HDF5Route) throws -> HDF5Error {
        let what = "no object '\(name)'"
        guard let place = try open(route) else { return source(of: route).error(.missing, what) }
        let id = try place.id
        guard H5Iget_type(id) == H5I_GROUP else {
            return place.source.error(.missing, what, expected: "a group", got: kindName(id))
        }
        let names = try childNames(of: id)
        return place.source.error(
            .missing, what, expected: names.isEmpty ? "none (the group is empty)" : "one of \(summary(of: names))")
    }

    private func source(of route: HDF5Route) -> HDF5Source {
        HDF5Source(file: handle.filePath, object: route.absolute)
    }

    /// The names in a path.
    func components(of path: String) throws -> [String] {
        guard !path.utf8.contains(0) else {
            throw handle.source.error(.invalidArgument, "a path cannot contain NUL")
        }
        return path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    /// Names in a group, sorted.
    func childNames(of group: hid_t) throws -> [String] {
        var names: [String] = []
        let status = withUnsafeMutablePointer(to: &names) { pointer in
            ballast_h5_visit_names(
                group,
                { name, context in
                    guard let name, let context else { return -1 }
                    context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
                    return 0
                }, pointer)
        }
        try handle.source.check(status, "cannot list the group")
        return names.sorted()
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

/// How far a path could be followed.
private struct HDF5Route {
    /// From the object where it begins, as the library takes it.
    var relative: String
    /// From the root of the file.
    var absolute: String
    /// The first name that does not exist; nil if all do.
    var missing: String?

    func appending(_ name: String) -> HDF5Route {
        func join(_ path: String) -> String { path.hasSuffix("/") ? path + name : path + "/" + name }
        return HDF5Route(relative: join(relative), absolute: join(absolute))
    }
}
