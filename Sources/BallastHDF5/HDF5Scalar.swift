internal import CHDF5

/// A Swift type that can be an element of a dataset or the value of an attribute.
public protocol HDF5Scalar: Sendable {
    /// The type written for it.
    static var elementType: HDF5ElementType { get }
}

/// A number that libhdf5 reads and writes in place.
public protocol HDF5Number: HDF5Scalar, BitwiseCopyable, Numeric {}

extension Float: HDF5Number {
    public static var elementType: HDF5ElementType { .float32 }
}
extension Double: HDF5Number {
    public static var elementType: HDF5ElementType { .float64 }
}
extension Int8: HDF5Number {
    public static var elementType: HDF5ElementType { .int8 }
}
extension Int16: HDF5Number {
    public static var elementType: HDF5ElementType { .int16 }
}
extension Int32: HDF5Number {
    public static var elementType: HDF5ElementType { .int32 }
}
extension Int64: HDF5Number {
    public static var elementType: HDF5ElementType { .int64 }
}
extension Int: HDF5Number {
    public static var elementType: HDF5ElementType { .int64 }
}
extension UInt8: HDF5Number {
    public static var elementType: HDF5ElementType { .uint8 }
}
extension UInt16: HDF5Number {
    public static var elementType: HDF5ElementType { .uint16 }
}
extension UInt32: HDF5Number {
    public static var elementType: HDF5ElementType { .uint32 }
}
extension UInt64: HDF5Number {
    public static var elementType: HDF5ElementType { .uint64 }
}
extension UInt: HDF5Number {
    public static var elementType: HDF5ElementType { .uint64 }
}
extension String: HDF5Scalar {
    /// Variable-length UTF-8 in attributes, which h5py reads as `str`; in datasets, UTF-8 of one fixed length.
    public static var elementType: HDF5ElementType { .string(fixedLength: nil) }
}

extension HDF5ElementType {
    /// The library's types for this one in memory and in a file; nil for what `HDF5Number` does not cover.
    var numberTypes: (memory: hid_t, file: hid_t)? {
        switch self {
        case .int8: (ballast_h5_native_int8(), ballast_h5_file_int8())
        case .int16: (ballast_h5_native_int16(), ballast_h5_file_int16())
        case .int32: (ballast_h5_native_int32(), ballast_h5_file_int32())
        case .int64: (ballast_h5_native_int64(), ballast_h5_file_int64())
        case .uint8: (ballast_h5_native_uint8(), ballast_h5_file_uint8())
        case .uint16: (ballast_h5_native_uint16(), ballast_h5_file_uint16())
        case .uint32: (ballast_h5_native_uint32(), ballast_h5_file_uint32())
        case .uint64: (ballast_h5_native_uint64(), ballast_h5_file_uint64())
        case .float32: (ballast_h5_native_float(), ballast_h5_file_float())
        case .float64: (ballast_h5_native_double(), ballast_h5_file_double())
        case .float16, .boolean, .string, .other: nil
        }
    }
}
