import BallastHDF5
import Foundation
import Synchronization
import TestSupport
import Testing

/// Chunks that this module compresses itself, as the library reads them.
@Suite struct ChunkTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    static let layouts: [HDF5DatasetOptions] = [
        HDF5DatasetOptions(chunkRows: 64, extensible: true),
        HDF5DatasetOptions(chunkRows: 64, shuffle: true, extensible: true),
        HDF5DatasetOptions(chunkRows: 64, deflate: 4, extensible: true),
        HDF5DatasetOptions(chunkRows: 64, deflate: 4, shuffle: true, extensible: true),
        HDF5DatasetOptions(chunkRows: 1000, deflate: 9, shuffle: true, extensible: true),
        HDF5DatasetOptions(chunkRows: 1, deflate: 1, shuffle: true, extensible: true),
    ]

    /// As good as random, of few values, constant, rising, and a bit of each.
    private func values<T: HDF5Number & BinaryInteger>(_ kind: Int, _ count: Int, of _: T.Type) -> [T] {
        var state: UInt64 = 1
        return (0..<count).map { index in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return switch kind {
            case 0: T(truncatingIfNeeded: state >> 16)
            case 1: T(truncatingIfNeeded: state >> 62)
            case 2: 7
            case 3: T(truncatingIfNeeded: index)
            default: T(truncatingIfNeeded: index % 900 < 300 ? Int(state >> 40) : index % 900 < 600 ? index : 0)
            }
        }
    }

    /// Chunks that one of several threads, which all encode the same, has encoded while this one has the library.
    private func encodedApart<T: HDF5Number>(
        _ values: UnsafeBufferPointer<T>, of dataset: HDF5Dataset
    ) throws -> HDF5EncodedChunks {
        let copy = Array(values)
        let encoded = Mutex<[HDF5EncodedChunks]>([])
        DispatchQueue.concurrentPerform(iterations: 3) { _ in
            let chunks = try? copy.withUnsafeBufferPointer { try dataset.encodedChunks(of: $0) }
            encoded.withLock { $0 += [chunks].compactMap(\.self) }
        }
        let all = encoded.withLock { $0 }
        #expect(all.count == 3 && all.allSatisfy { $0.count * (dataset.chunkRows ?? 0) * 6 == values.count })
        return try #require(all.last)
    }

    private func roundTrip<T: HDF5Number & BinaryInteger>(_ options: HDF5DatasetOptions, _: T.Type) throws {
        let chunkRows = try #require(options.chunkRows)
        let rows = 3 * chunkRows + 2000 / chunkRows * chunkRows
        for kind in 0..<5 {
            let values = values(kind, rows * 6, of: T.self)
            var files: [Data] = []
            for encodesApart in [false, true] {
                let path = directory.file("chunks-\(encodesApart).h5")
                let file = try HDF5File.create(path, overwriting: true)
                let x = try file.createDataset("x", of: T.self, shape: [0, 3, 2], options: options)
                func write(_ values: UnsafeBufferPointer<T>, at lower: Int) throws {
                    guard encodesApart else { return try x.writeChunks(values, at: lower) }
                    try x.writeChunks(try encodedApart(values, of: x), at: lower)
                }
                try values.withUnsafeBufferPointer {
                    let first = UnsafeBufferPointer(rebasing: $0[..<(chunkRows * 6)])
                    try write(first, at: 0)
                    try write(UnsafeBufferPointer(rebasing: $0[(chunkRows * 6)...]), at: chunkRows)
                    // The same again in its place, and a row that the library adds.
                    try write(first, at: 0)
                }
                try x.appendRows([T](repeating: 5, count: 6))
                try file.close()
                let read = try HDF5File.open(path).dataset("x").read(as: T.self)
                #expect(read.shape == [rows + 1, 3, 2])
                #expect(read.values == values + [T](repeating: 5, count: 6), "\(T.self), \(kind), \(options)")
                files.append(try Data(contentsOf: URL(fileURLWithPath: path)))
            }
            #expect(files[0] == files[1])
        }
    }

    @Test(arguments: layouts)
    func whatIsReadIsWhatWasWritten(options: HDF5DatasetOptions) throws {
        try roundTrip(options, Int32.self)
        try roundTrip(options, UInt8.self)
        try roundTrip(options, Int64.self)
        try roundTrip(options, Int16.self)
    }

    @Test func floatsOfAFixedDataset() throws {
        let path = directory.file("fixed.h5")
        let file = try HDF5File.create(path)
        let x = try file.createDataset(
            "x", of: Float.self, shape: [1000, 2],
            options: HDF5DatasetOptions(chunkRows: 256, deflate: 4, shuffle: true))
        let values = (0..<2000).map { Float($0).squareRoot() }
        try values.withUnsafeBufferPointer {
            try x.writeChunks(UnsafeBufferPointer(rebasing: $0[..<1536]), at: 0)
            try x.writeRows(UnsafeBufferPointer(rebasing: $0[1536...]), at: 768)
        }
        try file.close()
        let read = try HDF5File.open(path).dataset("x").read(as: Float.self)
        #expect(read.values == values && read.shape == [1000, 2])
    }

    @Test func onlyWholeChunksInTheirPlaces() throws {
        let path = directory.file("whole.h5")
        let file = try HDF5File.create(path)
        let x = try file.createDataset(
            "x", of: Float.self, shape: [0, 2], options: HDF5DatasetOptions(chunkRows: 10, deflate: 1, extensible: true)
        )
        func write(_ count: Int, at lower: Int) throws {
            try [Float](repeating: 1, count: count).withUnsafeBufferPointer { try x.writeChunks($0, at: lower) }
        }
        expectError("\(path): /x: rows are not written by whole chunks: expected multiples of 10 rows, got 5 from 0") {
            try write(10, at: 0)
        }
        try write(40, at: 0)
        expectError("\(path): /x: rows are not written by whole chunks: expected multiples of 10 rows, got 10 from 5") {
            try write(20, at: 5)
        }
        expectError("\(path): /x: has no such rows: expected rows in 0..<20, got 30") { try write(20, at: 30) }
        let two = try #require(
            try [Float](repeating: 1, count: 40).withUnsafeBufferPointer { try x.encodedChunks(of: $0) })
        expectError("\(path): /x: rows are not written by whole chunks: expected multiples of 10 rows, got 20 from 5") {
            try x.writeChunks(two, at: 5)
        }
        expectError("\(path): /x: has no such rows: expected rows in 0..<20, got 30") { try x.writeChunks(two, at: 30) }
        expectError("\(path): /x: values are not whole chunks: expected multiples of 80 bytes, got 40 bytes") {
            try [Float](repeating: 1, count: 10).withUnsafeBufferPointer { _ = try x.encodedChunks(of: $0) }
        }
        let integers = try [Int32](repeating: 1, count: 20).withUnsafeBufferPointer { try x.encodedChunks(of: $0) }
        #expect(integers?.count == nil)
        #expect(try x.shape == [20, 2])
        let encoding = try #require(x.chunkEncoding(of: Float.self))
        try file.close()
        // Threads may encode on while the dataset is closed.
        #expect([Float](repeating: 1, count: 40).withUnsafeBufferPointer { encoding.encoded($0).count } == 2)
        expectError("\(path): /x: the file was closed") { try write(20, at: 20) }
        let fixed = try HDF5File.open(path).dataset("x")
        expectError("\(path): /x: the file is open for reading only") {
            try [Float](repeating: 1, count: 20).withUnsafeBufferPointer { try fixed.writeChunks($0, at: 20) }
        }
    }
}
