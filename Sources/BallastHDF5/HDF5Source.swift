internal import CHDF5

/// The file and object, or attribute, that errors speak of.
struct HDF5Source {
    let file: String
    /// nil for the file itself.
    let object: String?

    /// An attribute of this object.
    func attribute(_ name: String) -> HDF5Source {
        HDF5Source(file: file, object: "\(object ?? "/") attribute '\(name)'")
    }

    func error(
        _ kind: HDF5Error.Kind, _ what: String, expected: String? = nil, got: String? = nil, detail: String? = nil
    ) -> HDF5Error {
        HDF5Error(kind, file: file, object: object, what, expected: expected, got: got, detail: detail)
    }

    /// An error that carries the library's reason for the call that has just failed.
    func failure(_ kind: HDF5Error.Kind, _ what: String) -> HDF5Error {
        error(kind, what, detail: HDF5ErrorStack.current().cause)
    }

    /// Returns the result of a library call, or throws if it failed.
    @discardableResult
    func check<Status: SignedInteger>(
        _ status: Status, _ what: String, kind: HDF5Error.Kind = .damaged
    ) throws -> Status {
        guard status >= 0 else { throw failure(kind, what) }
        return status
    }
}
