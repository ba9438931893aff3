/// Strings as the library takes variable-length ones: pointers to bytes that end in NUL. Freed with the buffer.
final class HDF5StringBuffer {
    private let bytes: UnsafeMutableBufferPointer<CChar>
    private let table: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>

    /// - Throws: `.invalidArgument` for a string that contains NUL, which would be cut there.
    init(_ strings: [String], source: HDF5Source) throws {
        try source.requireNoNUL(strings)
        bytes = .allocate(capacity: strings.reduce(0) { $0 + $1.utf8.count + 1 })
        // An empty array still needs an address to pass.
        table = .allocate(capacity: max(strings.count, 1))
        table.initialize(repeating: nil)
        var next = 0
        for (index, string) in strings.enumerated() {
            table[index] = UnsafePointer(bytes.baseAddress.map { $0 + next })
            for byte in string.utf8 {
                bytes[next] = CChar(bitPattern: byte)
                next += 1
            }
            bytes[next] = 0
            next += 1
        }
    }

    deinit {
        bytes.deallocate()
        table.deallocate()
    }

    /// The address of the table of pointers.
    var pointers: UnsafeRawPointer? { UnsafeRawPointer(table.baseAddress) }
}

extension HDF5Source {
    /// Refuses strings that would be cut where they contain NUL.
    func requireNoNUL(_ strings: [String]) throws {
        for string in strings where string.utf8.contains(0) {
            throw error(.invalidArgument, "a string to be written contains NUL", got: string.debugDescription)
        }
    }
}
