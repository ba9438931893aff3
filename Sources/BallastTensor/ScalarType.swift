/// The number format of a tensor's elements.
public enum ScalarType: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    /// IEEE 754 binary32: the type of training and inference.
    case float32
    /// IEEE 754 binary64: reference loops only, for gradient checks and for comparing against published numbers.
    case float64
    /// The upper half of a binary32: activations inside a network. Parameters and statistics beside them stay float32, and
    /// whatever is no layer of a network computes on their float32 values.
    case bfloat16

    /// Bytes of one element.
    public var byteCount: Int {
        switch self {
        case .float32: 4
        case .float64: 8
        case .bfloat16: 2
        }
    }

    /// The type of the parameters and statistics of a layer whose activations have this type.
    package var parameterType: ScalarType { self == .bfloat16 ? .float32 : self }

    public var description: String {
        switch self {
        case .float32: "float32"
        case .float64: "float64"
        case .bfloat16: "bfloat16"
        }
    }
}
