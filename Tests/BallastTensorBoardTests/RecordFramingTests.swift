import BallastTensorBoard
import Foundation
import Testing

@Suite struct RecordFramingTests {
    /// The values of RFC 3720, appendix B.4, and of the digits that catalogues of checksums use.
    static let checksums: [(bytes: [UInt8], expected: UInt32)] = [
        ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
        ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
        ([UInt8](0..<32), 0x46DD_794E),
        ((0..<32).map { UInt8(31 - $0) }, 0x113F_DB5C),
        (Array("123456789".utf8), 0xE306_9283),
        ([], 0),
    ]

    @Test(arguments: checksums)
    func checksumsAreThoseOfTheStandard(bytes: [UInt8], expected: UInt32) {
        #expect(CRC32C.checksum(bytes) == expected)
    }

    /// The first record of any event file, as other writers make it: 24 bytes with a time of 0.
    @Test func aRecordIsFramedByteByByte() {
        var bytes = Data()
        RecordFraming.append(Data(), to: &bytes)
        // The length 0, its masked checksum, no content, the masked checksum of nothing.
        let checksumOfEightZeros: [UInt8] = [0x29, 0x03, 0x98, 0x07]
        #expect(Array(bytes) == [UInt8](repeating: 0, count: 8) + checksumOfEightZeros + [0xD8, 0xEA, 0x82, 0xA2])
    }

    @Test func recordsComeBack() {
        let contents = [Data(), Data([1]), Data((0..<1000).map { UInt8(truncatingIfNeeded: $0) })]
        var bytes = Data()
        for content in contents { RecordFraming.append(content, to: &bytes) }
        let read = RecordFraming.contents(of: bytes)
        #expect(read.records == contents)
        #expect(read.isWhole)
    }

    /// Wherever the file was cut off, what is whole is read.
    @Test func recordsBeforeACutAreRead() {
        let contents = [Data([1, 2, 3]), Data([4, 5])]
        var bytes = Data()
        var ends = [0]
        for content in contents {
            RecordFraming.append(content, to: &bytes)
            ends.append(bytes.count)
        }
        for length in 0..<bytes.count {
            let read = RecordFraming.contents(of: bytes.prefix(length))
            let whole = ends.filter { $0 <= length }.count - 1
            #expect(read.records == Array(contents.prefix(whole)))
            #expect(read.isWhole == ends.contains(length))
        }
    }

    /// Any damaged bit ends the reading there, even one in the length that would lead beyond the file.
    @Test func damageIsSeen() {
        var bytes = Data()
        RecordFraming.append(Data([7, 8, 9]), to: &bytes)
        for place in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(bit)
                #expect(RecordFraming.contents(of: damaged).records.isEmpty)
            }
        }
    }
}
