/// The checksum of records: CRC-32C, the cyclic redundancy check with Castagnoli's polynomial 0x1EDC6F41, reflected.
///
/// Source: RFC 3720, appendix B.4, which also gives values to test with.
package enum CRC32C {
    /// For every byte the remainder that it leaves.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { remainder, _ in
            remainder & 1 == 1 ? remainder >> 1 ^ 0x82F6_3B78 : remainder >> 1
        }
    }

    /// The checksum of bytes.
    package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            ~bytes.reduce(UInt32.max) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
        }
    }

    /// The checksum as records hold it: rotated right by 15 bits, plus a constant, because the checksum of bytes that
    /// end in their own checksum says nothing about them.
    package static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let plain = checksum(bytes)
        return (plain >> 15 | plain << 17) &+ 0xA282_EAD8
    }
}
