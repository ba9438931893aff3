internal import CHDF5
import Glibc

/// Values in a file, a dataset's or an attribute's: their type, shape and the way to read them. Used with the
/// library's lock held and only as long as its identifiers are open.
struct HDF5StoredValues {
    let source: HDF5Source
    /// The type as it is in the file.
    let type: hid_t
    let elementType: HDF5ElementType
    let space: hid_t
    let shape: HDF5Shape
    /// The largest number of bytes these values can take in this file.
    let byteLimit: Int
    /// Reads everything as the given memory type.
    let readAll: (_ memoryType: hid_t, _ destination: UnsafeMutableRawPointer) -> herr_t

    /// All values as numbers, converted by `HDF5Conversion`'s rules.
    func numbers<T: HDF5Number>(_: T.Type) throws -> [T] {
        let conversion = try HDF5Conversion(from: elementType, to: T.self, source: source)
        try requirePlausible(memorySize: max(MemoryLayout<T>.stride, conversion.temporarySize))
        guard shape.count > 0 else { return [] }
        return try [T](unsafeUninitializedCapacity: shape.count) { buffer, count in
            try conversion.read(into: buffer, source: source, firstIndex: 0) { type, destination in
                readAll(type, destination)
            }
            count = shape.count
        }
    }

    /// All values as strings.
    ///
    /// - Throws: `.wrongType` if they are not, `.damaged` if they are not UTF-8.
    func strings() throws -> [String] {
        guard case .string(let fixedLength) = elementType else {
            throw source.error(.wrongType, "cannot be read as string", got: "\(elementType)")
        }
        try requirePlausible(memorySize: MemoryLayout<String>.stride)
        guard shape.count > 0 else { return [] }
        if let fixedLength { return try fixedLengthStrings(length: fixedLength) }
        return try variableLengthStrings()
    }

    private func fixedLengthStrings(length: Int) throws -> [String] {
        let padding = H5Tget_strpad(type)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: shape.count * length, alignment: 1)
        defer { bytes.deallocate() }
        guard let base = bytes.baseAddress else { return [String](repeating: "", count: shape.count) }
        try source.check(readAll(type, base), "cannot read the strings")
        return try (0..<shape.count).map { index in
            var text = bytes[index * length..<(index + 1) * length]
            if padding == H5T_STR_SPACEPAD {
                while text.last == UInt8(ascii: " ") { text.removeLast() }
            } else if let end = text.firstIndex(of: 0) {
                text = text[..<end]
            }
            return try string(text)
        }
    }

    private func variableLengthStrings() throws -> [String] {
        let memoryType = try source.check(ballast_h5_variable_string(H5Tget_cset(type)), "cannot make a string type")
        defer { H5Tclose(memoryType) }
        let pointers = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: shape.count)
        pointers.initialize(repeating: nil)
        defer { pointers.deallocate() }
        guard let base = pointers.baseAddress else { return [] }
        // Reclaimed after a failure too: the strings before the bad one have been allocated.
        defer { ballast_h5_reclaim(memoryType, space, base) }
        try source.check(readAll(memoryType, base), "cannot read the strings")
        return try pointers.map { pointer in
            guard let pointer else { return "" }
            return try string(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
        }
    }

    private func string(_ bytes: some Collection<UInt8>) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw source.error(.damaged, "holds text that is not UTF-8")
        }
        return text
    }

    /// Refuses counts that this file cannot hold or this machine cannot take, before memory is asked for.
    private func requirePlausible(memorySize: Int) throws {
        let fileBytes = shape.count.multipliedReportingOverflow(by: max(H5Tget_size(type), 1))
        guard !fileBytes.overflow, fileBytes.partialValue <= byteLimit else {
            throw source.error(
                .tooLarge, "states more than the file can hold", expected: "at most \(byteLimit) bytes",
                got: "\(elementType) of shape \(shape.extents)")
        }
        try source.requireMemory(count: shape.count, size: memorySize, of: shape)
    }
}

extension HDF5Source {
    /// Refuses to take more memory than the machine has, which would end the process instead of throwing.
    ///
    /// - Parameters:
    ///   - count: elements.
    ///   - size: bytes of each.
    ///   - shape: what the elements are of, for the error.
    func requireMemory(count: Int, size: Int, of shape: HDF5Shape) throws {
        let memory = sysconf(CInt(_SC_PHYS_PAGES)) * sysconf(CInt(_SC_PAGESIZE))
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow, bytes <= memory else {
            throw error(
                .tooLarge, "does not fit this machine's memory at once", expected: "at most \(memory) bytes",
                got: "\(overflow ? "more" : "\(bytes)") for shape \(shape.extents)")
        }
    }
}
