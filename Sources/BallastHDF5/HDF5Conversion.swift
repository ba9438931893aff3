internal import CHDF5

/// How stored numbers become `T`.
///
/// - Integers to wider integers, anything to floating point: as HDF5 converts, rounding to nearest.
/// - Integers to integers that may not hold them: read as stored, then checked one by one.
/// - Floating point to integers: refused, as are strings and compounds.
struct HDF5Conversion<T: HDF5Number> {
    private let stored: HDF5ElementType
    private let needsCheck: Bool

    init(from stored: HDF5ElementType, to _: T.Type, source: HDF5Source) throws {
        self.stored = stored
        let target = T.elementType
        switch (stored.integerBits, target.integerBits) {
        case (_?, _?):
            needsCheck = !target.holds(stored)
        case (_?, nil):
            needsCheck = false
        case (nil, nil) where stored.isFloatingPoint:
            needsCheck = false
        default:
            throw source.error(.wrongType, "cannot be read as \(target)", got: "\(stored)")
        }
    }

    /// Bytes per element that `read` needs besides its destination.
    var temporarySize: Int {
        guard needsCheck, let bits = stored.integerBits else { return 0 }
        return MemoryLayout<T>.stride + bits.width / 8
    }

    /// Fills `destination` through `body`, which reads as the memory type it is given.
    ///
    /// - Parameter firstIndex: index, in the whole dataset, of the first element; for errors.
    func read(
        into destination: UnsafeMutableBufferPointer<T>, source: HDF5Source, firstIndex: Int,
        body: (_ memoryType: hid_t, _ destination: UnsafeMutableRawPointer) -> herr_t
    ) throws {
        guard needsCheck else {
            guard let types = T.elementType.numberTypes, let base = destination.baseAddress else { return }
            try source.check(body(types.memory, base), "cannot read the values")
            return
        }
        switch stored {
        case .int8: try readChecked(as: Int8.self)
        case .int16: try readChecked(as: Int16.self)
        case .int32: try readChecked(as: Int32.self)
        case .int64: try readChecked(as: Int64.self)
        case .uint8: try readChecked(as: UInt8.self)
        case .uint16: try readChecked(as: UInt16.self)
        case .uint32: try readChecked(as: UInt32.self)
        case .uint64: try readChecked(as: UInt64.self)
        default: preconditionFailure("only integers are checked")
        }

        func readChecked<Stored: HDF5Number & FixedWidthInteger>(as _: Stored.Type) throws {
            guard let types = Stored.elementType.numberTypes else { return }
            let values = UnsafeMutableBufferPointer<Stored>.allocate(capacity: destination.count)
            defer { values.deallocate() }
            guard let base = values.baseAddress else { return }
            try source.check(body(types.memory, base), "cannot read the values")
            for index in 0..<destination.count {
                guard let value = T(exactly: values[index]) else {
                    throw source.error(
                        .valueOutOfRange, "a value does not fit \(T.elementType)",
                        got: "\(values[index]) at index \(firstIndex + index)")
                }
                destination[index] = value
            }
        }
    }
}
