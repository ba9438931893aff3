internal import CHDF5

/// The filters that chunks of a dataset go through, if they are those that this module can apply by itself: none,
/// shuffle, deflate, or shuffle before deflate.
///
/// Chunks that are filtered here and handed over as bytes can be worked on by several threads, which the library, behind
/// its one lock, cannot.
struct HDF5ChunkFilters: Equatable, Sendable {
    /// Whether bytes are grouped by their place in the element.
    var shuffles: Bool
    /// Level of deflate, 0 if chunks are not compressed.
    var deflateLevel: Int
    /// The bit that says of a chunk that it was not deflated.
    var deflateBit: UInt32 { shuffles ? 2 : 1 }

    init(shuffles: Bool, deflateLevel: Int) {
        self.shuffles = shuffles
        self.deflateLevel = deflateLevel
    }

    /// The filters that dataset creation properties name, in their order; nil for any others.
    init?(creation properties: Int64) {
        self.init(shuffles: false, deflateLevel: 0)
        for index in 0..<max(H5Pget_nfilters(properties), 0) {
            var flags: UInt32 = 0
            var valueCount = 1
            var value: UInt32 = 0
            var configuration: UInt32 = 0
            let filter = H5Pget_filter2(
                properties, UInt32(index), &flags, &valueCount, &value, 0, nil, &configuration)
            switch filter {
            case H5Z_FILTER_SHUFFLE where index == 0: shuffles = true
            case H5Z_FILTER_DEFLATE where deflateLevel == 0 && (1...9).contains(value): deflateLevel = Int(value)
            default: return nil
            }
        }
    }
}
