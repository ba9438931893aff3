import BallastHDF5
import Testing
import TestSupport

/// Reading, gathering, writing and appending rows.
@Suite struct RowTests {
    let directory: TemporaryDirectory
    let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("rows.h5")
    }

    /// 1000 rows of shape [4, 3]; element j of row i is 100·i + j.
    private func dataset(_ options: HDF5DatasetOptions, chunkCacheBytes: Int? = nil) throws -> HDF5Dataset {
        let file = try HDF5File.create(path, overwriting: true)
        let x = try file.createDataset("x", of: Int32.self, shape: [1000, 4, 3], options: options)
        for lower in stride(from: 0, to: 1000, by: 300) {
            try x.writeRows(rows(lower..<min(lower + 300, 1000)), at: lower)
        }
        try file.close()
        return try HDF5File.open(path).dataset("x", chunkCacheBytes: chunkCacheBytes)
    }

    private func rows(_ indices: some Sequence<Int>) -> [Int32] {
        indices.flatMap { row in (0..<12).map { Int32(100 * row + $0) } }
    }

    static let layouts: [HDF5DatasetOptions] = [
        .plain, HDF5DatasetOptions(chunkRows: 7), HDF5DatasetOptions(chunkRows: 64, deflate: 1, shuffle: true),
        HDF5DatasetOptions(chunkRows: 1, extensible: true), HDF5DatasetOptions(chunkRows: 5000, deflate: 1),
    ]

    @Test(arguments: layouts)
    func ranges(options: HDF5DatasetOptions) throws {
        let x = try dataset(options)
        for range in [0..<1, 0..<1000, 5..<8, 63..<129, 999..<1000, 500..<500, 1000..<1000] {
            let read = try x.readRows(range, as: Int32.self)
            #expect(read.shape == [range.count, 4, 3])
            #expect(read.values == rows(range), "\(range)")
        }
        #expect(try x.readRows(10..<12, as: Double.self).values == rows(10..<12).map(Double.init))
    }

    /// With a cache that holds every chunk, none, and HDF5's own.
    @Test(arguments: layouts, [nil, 0, 10_000_000])
    func gathers(options: HDF5DatasetOptions, cache: Int?) throws {
        let x = try dataset(options, chunkCacheBytes: cache)
        var generator = SystemRandomNumberGenerator()
        var selections: [[Int]] = [
            [], [0], [999], [3, 3, 3], [0, 2, 2], [0, 999], Array(0..<1000), Array(stride(from: 1, to: 1000, by: 2)),
            [0, 1, 2, 2, 3, 64, 65, 128, 400, 401], [62, 63, 64, 65],
        ]
        for count in [10, 100, 700] {
            selections.append((0..<count).map { _ in Int.random(in: 0..<1000, using: &generator) }.sorted())
        }
        for selection in selections {
            let expected = rows(selection)
            #expect(try x.readRows(at: selection, as: Int32.self).values == expected, "\(selection)")
            // Narrowing takes the checked path.
            let checked = try x.readRows(at: selection.filter { $0 < 300 }, as: UInt16.self).values
            #expect(checked == rows(selection.filter { $0 < 300 }).map { UInt16($0) })
            try withUnsafeTemporaryAllocation(of: Int32.self, capacity: expected.count) { buffer in
                buffer.initialize(repeating: -1)
                try x.readRows(at: selection[...], into: buffer)
                #expect(Array(buffer) == expected)
            }
        }
    }

    @Test func appendingGrowsTheFirstDimension() throws {
        let file = try HDF5File.create(path)
        let options = HDF5DatasetOptions(chunkRows: 16, deflate: 1, shuffle: true, extensible: true)
        let x = try file.createDataset("x", of: Int32.self, shape: [0, 4, 3], options: options)
        for lower in stride(from: 0, to: 100, by: 9) { try x.appendRows(rows(lower..<lower + 9)) }
        try x.appendRows([Int32]())
        #expect(try x.shape == [108, 4, 3])
        try x.writeRows([Int32](repeating: -5, count: 12), at: 50)
        try file.close()
        let read = try HDF5File.open(path).dataset("x").read(as: Int32.self)
        #expect(read.values == rows(0..<50) + [Int32](repeating: -5, count: 12) + rows(51..<108))
    }

    @Test func valuesAreWidenedWhenWritten() throws {
        let file = try HDF5File.create(path)
        let x = try file.createDataset("x", of: Double.self, shape: [4])
        try x.writeRows([Float(0.1), 2], at: 1)
        #expect(try x.read(as: Double.self).values == [0, Double(Float(0.1)), 2, 0])
        let y = try file.createDataset("y", of: Int32.self, shape: [2])
        try y.writeRows([UInt8(255), 1], at: 0)
        #expect(try y.read(as: Int.self).values == [255, 1])
    }

    /// Random rows of a compressed dataset decode each chunk once, not once a row.
    @Test func planReadsAChunkOnce() {
        let uncached = HDF5RowPlan.Layout(rowBytes: 100_000, chunkRows: 10, decodesEachTime: true)
        #expect(
            reads([1, 8, 12, 13, 31, 39, 39], uncached)
                == [1..<9, 12..<14, 31..<40])
        let cached = HDF5RowPlan.Layout(rowBytes: 100_000, chunkRows: 10, decodesEachTime: false)
        #expect(reads([1, 8, 12, 13, 31, 39], cached) == [1..<2, 8..<9, 12..<14, 31..<32, 39..<40])
    }

    @Test func planReadsOverSmallGapsAndKeepsRunsWhole() {
        let small = HDF5RowPlan.Layout(rowBytes: 100, chunkRows: nil, decodesEachTime: false)
        // As many rows as positions, but not the same.
        #expect(HDF5RowPlan(rows: [0, 2, 2], layout: small).reads.map(\.isExact) == [false])
        #expect(HDF5RowPlan(rows: [4, 5, 6], layout: small).reads.map(\.isExact) == [true])
        #expect(reads([5, 7, 300, 900, 901], small) == [5..<301, 900..<902])
        // Runs have no limit; a gap ends one that is too large to be copied twice.
        #expect(reads(Array(0..<100_000), small) == [0..<100_000])
        #expect(reads(Array(0..<100_000) + [100_001], small) == [0..<100_000, 100_001..<100_002])
        // A chunk without a wanted row is not decoded, however small.
        let chunked = HDF5RowPlan.Layout(rowBytes: 100, chunkRows: 2, decodesEachTime: false)
        #expect(reads([0, 3, 6], chunked) == [0..<4, 6..<7])
    }

    private func reads(_ rows: [Int], _ layout: HDF5RowPlan.Layout) -> [Range<Int>] {
        let plan = HDF5RowPlan(rows: rows, layout: layout)
        // Together the reads serve every position once, in order.
        #expect(plan.reads.flatMap { Array($0.positions) } == Array(rows.indices))
        for read in plan.reads {
            #expect(read.positions.allSatisfy { read.rows.contains(rows[$0]) })
        }
        return plan.reads.map(\.rows)
    }
}
