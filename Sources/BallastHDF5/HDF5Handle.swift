internal import CHDF5

/// An open file or object. Opaque: it belongs to the `HDF5File`, `HDF5Group` or `HDF5Dataset` that made it, and is
/// closed with it.
public final class HDF5Handle: @unchecked Sendable {
    // Everything below is read and written with the library's lock held, except the constants.

    /// Path of the file, as the user gave it.
    let filePath: String
    /// Absolute path of the object in its file, `/` for the file itself.
    let objectPath: String
    let isWritable: Bool
    /// The file's handle, kept open as long as any of its objects is; nil for the file itself.
    private let file: HDF5Handle?
    /// The library's identifier; nil once closed. Not spelt with the C type, which clients need not know.
    private var identifier: Int64?

    /// Takes over an open identifier.
    init(file path: String, identifier: Int64, isWritable: Bool) {
        filePath = path
        objectPath = "/"
        self.isWritable = isWritable
        file = nil
        self.identifier = identifier
    }

    /// Takes over an open identifier of an object in the file of `parent`.
    init(in parent: HDF5Handle, path: String, identifier: Int64) {
        filePath = parent.filePath
        objectPath = path
        isWritable = parent.isWritable
        file = parent.file ?? parent
        self.identifier = identifier
    }

    deinit {
        withHDF5 { _ = closeIdentifier() }
    }

    /// The open identifier.
    var id: Int64 {
        get throws {
            guard let identifier, file?.identifier != nil || file == nil else {
                throw source.error(.closed, "the file was closed")
            }
            return identifier
        }
    }

    func requireWritable() throws {
        guard isWritable else { throw source.error(.readOnly, "the file is open for reading only") }
    }

    /// Closes now; a second call does nothing.
    func close() throws {
        guard closeIdentifier() >= 0 else { throw source.failure(.system, "cannot close the file") }
    }

    private func closeIdentifier() -> herr_t {
        guard let identifier else { return 0 }
        self.identifier = nil
        guard let file else { return H5Fclose(identifier) }
        // Closing a file closes its objects, and their identifiers mean nothing from then on.
        return file.identifier == nil ? 0 : H5Oclose(identifier)
    }

    /// Closes this object and opens it anew, by `open`, which is given the file's identifier and the object's path.
    func reopened(by open: (_ file: Int64, _ path: String) -> Int64) throws -> HDF5Handle {
        _ = closeIdentifier()
        let file = file ?? self
        let object = try source.check(open(try file.id, objectPath), "cannot open the object")
        return HDF5Handle(in: file, path: objectPath, identifier: object)
    }

    /// Size of the file in bytes, what is not flushed yet included.
    var fileSize: Int {
        get throws {
            var size: hsize_t = 0
            try source.check(H5Fget_filesize(try (file ?? self).id, &size), "cannot read the file's size")
            return Int(clamping: size)
        }
    }

    /// Names this object in errors.
    var source: HDF5Source { HDF5Source(file: filePath, object: file == nil ? nil : objectPath) }
}

/// What has attributes: a file (its root group), a group or a dataset.
public protocol HDF5Object: Sendable {
    /// Opaque; only this module can use it.
    var handle: HDF5Handle { get }
}

extension HDF5Object {
    /// Path of the file, as it was given when opened.
    public var filePath: String { handle.filePath }

    /// Absolute path of the object inside the file.
    public var path: String { handle.objectPath }
}
