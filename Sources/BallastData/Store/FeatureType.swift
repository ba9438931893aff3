import BallastHDF5

/// How the features of a dataset are stored.
public enum FeatureType: String, Sendable, CaseIterable {
    /// Any numbers.
    case float32
    /// Brightness 0 to 255, read as 0 to 1.
    case uint8

    /// Bytes of a stored value.
    public var byteCount: Int { self == .float32 ? 4 : 1 }
}

extension FeatureType {
    init?(_ type: HDF5ElementType) {
        switch type {
        case .float32: self = .float32
        case .uint8: self = .uint8
        default: return nil
        }
    }

    /// Brings stored bytes to the 0 to 1 of images, dividing as PyTorch's `ToTensor` does.
    @inline(__always)
    static func convert(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<Float>, count: Int) {
        for index in 0..<count { target[index] = Float(source[index]) / 255 }
    }
}
