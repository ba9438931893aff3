import BallastHDF5
import Testing
import TestSupport

/// Files that are not HDF5 files, or no longer: a clear error each, never a crash.
@Suite struct DamagedFileTests {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("file.h5")
    }

    /// The bytes of a file with one of everything: extents 7 × 11 (extensible, compressed) and 13 (contiguous).
    private func sound() throws -> [UInt8] {
        let file = try HDF5File.create(path, overwriting: true)
        let options = HDF5DatasetOptions(chunkRows: 3, deflate: 6, shuffle: true, extensible: true)
        try file.createDataset("train/x", values: (0..<77).map(Float.init), shape: [7, 11], options: options)
        try file.createDataset("y", values: [Int32](0..<13))
        try file.createDataset("names", values: ["one", "two", "three"])
        try file.group("train").setAttribute("counts", to: [17, 18, 19])
        try file.close()
        return try TemporaryDirectory.bytes(path)
    }

    private func put(_ bytes: [UInt8]) throws {
        try TemporaryDirectory.write(bytes, to: path)
    }

    @Test func filesThatAreNotHDF5() throws {
        let absent = directory.file("absent.h5")
        expectError("\(absent): there is no such file") { try HDF5File.open(absent) }
        expectError("\(absent): there is no such file") { try HDF5File.open(absent, mode: .readWrite) }
        expectError("\(directory.path): is not a regular file") { try HDF5File.open(directory.path) }
        try put([])
        expectError("\(path): is not an HDF5 file: it is empty") { try HDF5File.open(path) }
        try put(Array("label,x1,x2\n0,1.5,2\n".utf8))
        expectError("\(path): is not an HDF5 file: it has no HDF5 signature") { try HDF5File.open(path) }
        var bytes = try sound()
        bytes[1] ^= 0x20
        try put(bytes)
        expectError("\(path): is not an HDF5 file: it has no HDF5 signature") { try HDF5File.open(path) }
    }

    @Test func aUserBlockIsSkipped() throws {
        let bytes = try sound()
        try put([UInt8](repeating: 0x20, count: 1024) + bytes)
        #expect(try HDF5File.open(path).dataset("y").read(as: Int.self).values == Array(0..<13))
    }

    @Test func truncatedFiles() throws {
        let bytes = try sound()
        try put(Array(bytes.dropLast(bytes.count / 2)))
        expectError(
            "\(path): the file is truncated (HDF5: truncated file: eof = \(bytes.count - bytes.count / 2), "
                + "sblock->base_addr = 0, stored_eof = \(bytes.count))"
        ) { try HDF5File.open(path) }
        for length in Array(1..<100) + Array(stride(from: 100, to: bytes.count, by: 97)) + [bytes.count - 1] {
            try put(Array(bytes[..<length]))
            #expect("\(length) bytes") { try HDF5File.open(path) } throws: { error in
                guard let error = error as? HDF5Error else { return false }
                return length < 8 ? error.kind == .notHDF5 : error.kind == .truncated || error.kind == .damaged
            }
        }
    }

    @Test func damagedHeader() throws {
        var bytes = try sound()
        bytes[8] = 99  // the superblock's version
        try put(bytes)
        #expect { try HDF5File.open(path) } throws: { error in
            (error as? HDF5Error)?.kind == .damaged && "\(error)".hasPrefix("\(path): cannot open the file (HDF5: ")
        }
    }

    @Test func damagedCompressedData() throws {
        var bytes = try sound()
        // Deflate's streams begin with 0x78; the second byte depends on the level.
        let start = try #require(
            bytes.indices.first { bytes[$0] == 0x78 && [0x01, 0x5e, 0x9c].contains(bytes[$0 + 1]) })
        bytes[start + 4] ^= 0xff
        try put(bytes)
        let dataset = try HDF5File.open(path).dataset("train/x")
        #expect { try dataset.read(as: Float.self) } throws: { error in
            (error as? HDF5Error)?.kind == .damaged
                && "\(error)".hasPrefix("\(path): /train/x: cannot read the values (HDF5: ")
        }
    }

    /// A shape may claim anything; nothing is allocated for it or multiplied into a trap.
    @Test func shapesThatTheFileCannotHold() throws {
        let file = try HDF5File.create(path)
        let chunks = HDF5DatasetOptions(chunkRows: 1, deflate: 1)
        try file.createDataset("chunks", of: Float.self, shape: [1 << 40, 1 << 20], options: chunks)
        try file.createDataset("plain", of: Int64.self, shape: [1 << 58])
        try file.createDataset("immodest", of: UInt8.self, shape: [(1 << 28) + 1], options: .compressed)
        let limit = 1 << 28
        expectError(
            "\(path): /chunks: states more than the file can hold: expected at most \(limit) bytes, "
                + "got float32 of shape [1099511627776, 1048576]"
        ) { try file.dataset("chunks").read(as: Float.self) }
        expectError(
            "\(path): /plain: states more than the file can hold: expected at most \(limit) bytes, "
                + "got int64 of shape [288230376151711744]"
        ) { try file.dataset("plain").read(as: Int64.self) }
        expectError(
            "\(path): /immodest: states more than the file can hold: expected at most \(limit) bytes, "
                + "got uint8 of shape [268435457]"
        ) { try file.dataset("immodest").scalar(as: Int64.self) }
        #expect {
            try file.dataset("chunks").readRows(0..<1 << 39, as: Float.self)
        } throws: { error in
            (error as? HDF5Error)?.kind == .tooLarge
                && "\(error)".hasPrefix(
                    "\(path): /chunks: does not fit this machine's memory at once: expected at most ")
        }
        // Rows that were never written are zeros.
        #expect(try file.dataset("chunks").readRows(at: [0, 1 << 39], as: Float.self).values.allSatisfy { $0 == 0 })
    }

    /// The oldest format has no checksums, so extents can be changed.
    @Test(arguments: [
        [1 << 30, 1 << 30], [1 << 40, 1 << 40], [Int.max, 11], [7, Int.max], [1 << 33, 11], [-1, 11],
    ])
    func impossibleExtentsOfChunks(extents: [Int]) throws {
        try putEarliest(replacing: [7, 11], by: extents)
        let file = try HDF5File.open(path)
        let reads: [(HDF5Dataset) throws -> Void] = [
            { _ = try $0.read(as: Float.self) }, { _ = try $0.readRows(0..<$0.shape[0], as: Float.self) },
            { _ = try $0.scalar(as: Double.self) },
        ]
        for read in reads {
            #expect("\(extents)") {
                try read(file.dataset("train/x"))
            } throws: { error in
                guard let error = error as? HDF5Error else { return false }
                return error.object == "/train/x" && [.tooLarge, .damaged].contains(error.kind)
            }
        }
        #expect(try file.dataset("y").read(as: Int.self).values == Array(0..<13))
    }

    @Test(arguments: [1 << 60, Int.max, -1, 1 << 34])
    func impossibleExtentOfPlainData(extent: Int) throws {
        try putEarliest(replacing: [13], by: [extent])
        #expect { try HDF5File.open(path).dataset("y").read(as: Float.self) } throws: { error in
            guard let error = error as? HDF5Error else { return false }
            return error.object == "/y" && [.tooLarge, .damaged].contains(error.kind)
        }
    }

    @Test(arguments: [1 << 60, Int.max, 1 << 20])
    func impossibleExtentOfAnAttribute(extent: Int) throws {
        try putEarliest(replacing: [5], by: [extent])
        #expect { try HDF5File.open(path).attributeArray("counts", as: Int.self) } throws: { error in
            guard let error = error as? HDF5Error else { return false }
            return [.tooLarge, .damaged].contains(error.kind)
        }
    }

    /// Whatever byte is wrong, reading everything ends with values or an `HDF5Error`: the format has checksums, and so has
    /// deflate.
    @Test(arguments: [UInt8(0xff), 0x01])
    func anyDamagedByteIsSurvived(mask: UInt8) throws {
        let bytes = try sound()
        var refused = 0
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= mask
            try put(damaged)
            do {
                _ = try readEverything(HDF5File.open(path))
            } catch is HDF5Error {
                refused += 1
            }
        }
        // The rest is plain data and room not used yet.
        #expect(refused > bytes.count / 3, "\(refused) of \(bytes.count)")
    }

    /// Puts Goldens/earliest.h5 (7 × 11 compressed, 13 plain, an attribute of 5) with other extents.
    private func putEarliest(replacing old: [Int], by new: [Int]) throws {
        func encoded(_ extents: [Int]) -> [UInt8] {
            extents.flatMap { extent in (0..<8).map { UInt8(truncatingIfNeeded: extent >> (8 * $0)) } }
        }
        var bytes = try TemporaryDirectory.bytes(Golden.path("earliest"))
        let (pattern, replacement) = (encoded(old), encoded(new))
        let places = (0..<bytes.count - pattern.count).filter { bytes[$0..<$0 + pattern.count].elementsEqual(pattern) }
        try #require(!places.isEmpty)
        for place in places { bytes.replaceSubrange(place..<place + pattern.count, with: replacement) }
        try put(bytes)
    }
}
