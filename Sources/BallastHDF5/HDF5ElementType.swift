internal import CHDF5

/// The type of a dataset's or an attribute's elements, byte order aside.
public enum HDF5ElementType: Hashable, Sendable {
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case float16, float32, float64
    /// The enumeration of FALSE and TRUE as which h5py stores `bool`.
    case boolean
    /// Text; the length in bytes, or nil when each string has its own.
    case string(fixedLength: Int?)
    /// Anything this module does not read: compound, reference, opaque, …
    case other(String)
}

extension HDF5ElementType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .int8: "int8"
        case .int16: "int16"
        case .int32: "int32"
        case .int64: "int64"
        case .uint8: "uint8"
        case .uint16: "uint16"
        case .uint32: "uint32"
        case .uint64: "uint64"
        case .float16: "float16"
        case .float32: "float32"
        case .float64: "float64"
        case .boolean: "boolean"
        case .string(fixedLength: nil): "string"
        case .string(fixedLength: let length?): "string of \(length) bytes"
        case .other(let name): name
        }
    }
}

extension HDF5ElementType {
    public var isInteger: Bool { integerBits != nil }

    public var isFloatingPoint: Bool {
        switch self {
        case .float16, .float32, .float64: true
        default: false
        }
    }

    public var isString: Bool {
        if case .string = self { true } else { false }
    }

    /// Width and signedness of an integer type. A boolean counts as the unsigned integer of one bit.
    var integerBits: (width: Int, signed: Bool)? {
        switch self {
        case .int8: (8, true)
        case .int16: (16, true)
        case .int32: (32, true)
        case .int64: (64, true)
        case .uint8: (8, false)
        case .uint16: (16, false)
        case .uint32: (32, false)
        case .uint64: (64, false)
        case .boolean: (1, false)
        default: nil
        }
    }

    /// Whether every value of `other` is one of this type too.
    func holds(_ other: HDF5ElementType) -> Bool {
        if self == other { return true }
        guard let to = integerBits, let from = other.integerBits else {
            return self == .float64 && (other == .float32 || other == .float16) || self == .float32 && other == .float16
        }
        // A boolean is no number to write to, though it can be read as one.
        guard self != .boolean else { return false }
        return from.signed ? to.signed && to.width >= from.width : to.width - (to.signed ? 1 : 0) >= from.width
    }

    /// The type that a type identifier of the library describes.
    init(identifier type: hid_t) {
        let size = H5Tget_size(type)
        switch H5Tget_class(type) {
        case H5T_INTEGER:
            self = Self.integer(type, size: size) ?? .other("\(size)-byte packed integer")
        case H5T_FLOAT:
            self = Self.floatingPoint(type, size: size) ?? .other("\(size)-byte floating point")
        case H5T_STRING:
            self = .string(fixedLength: H5Tis_variable_str(type) > 0 ? nil : size)
        case H5T_ENUM:
            self = Self.isBoolean(type) ? .boolean : .other("enumeration")
        case H5T_COMPOUND: self = .other("compound")
        case H5T_ARRAY: self = .other("array")
        case H5T_VLEN: self = .other("variable-length sequence")
        case H5T_REFERENCE: self = .other("reference")
        case H5T_OPAQUE: self = .other("opaque")
        case H5T_BITFIELD: self = .other("bit field")
        case H5T_TIME: self = .other("time")
        default: self = .other("unknown type")
        }
    }

    private static func integer(_ type: hid_t, size: Int) -> HDF5ElementType? {
        guard H5Tget_precision(type) == 8 * size, H5Tget_offset(type) == 0 else { return nil }
        let signed = H5Tget_sign(type) == H5T_SGN_2
        switch size {
        case 1: return signed ? .int8 : .uint8
        case 2: return signed ? .int16 : .uint16
        case 4: return signed ? .int32 : .uint32
        case 8: return signed ? .int64 : .uint64
        default: return nil
        }
    }

    private static func floatingPoint(_ type: hid_t, size: Int) -> HDF5ElementType? {
        if ballast_h5_is_float32(type) > 0 { return .float32 }
        if ballast_h5_is_float64(type) > 0 { return .float64 }
        // The library has no name for IEEE half precision: 1 sign, 5 exponent and 10 mantissa bits.
        var sign = 0, exponent = 0, exponentBits = 0, mantissa = 0, mantissaBits = 0
        guard size == 2, H5Tget_fields(type, &sign, &exponent, &exponentBits, &mantissa, &mantissaBits) >= 0,
            (sign, exponent, exponentBits, mantissa, mantissaBits) == (15, 10, 5, 0, 10), H5Tget_ebias(type) == 15
        else { return nil }
        return .float16
    }

    private static func isBoolean(_ type: hid_t) -> Bool {
        guard H5Tget_size(type) == 1, H5Tget_nmembers(type) == 2 else { return false }
        let names = ["FALSE", "TRUE"]
        return (0..<2).allSatisfy { index in
            guard let name = H5Tget_member_name(type, CUnsignedInt(index)) else { return false }
            defer { H5free_memory(name) }
            var value: Int8 = -1
            return String(cString: name) == names[index]
                && H5Tget_member_value(type, CUnsignedInt(index), &value) >= 0 && value == index
        }
    }
}
