internal import BallastTensor

/// Compares blocks of queries with all rows searched: one of these works in each thread.
final class BlockScanner {
    private let points: SinglePrecisionPoints
    private let searched: [Int]
    private let values: UnsafePointer<Double>
    private let width: Int
    private let excludingSelf: Bool
    private let device: Device
    /// The rows searched, a matrix [rows, D + 1] for each block of them.
    private let blocks: [Tensor]
    private let searchBlock: Int

    init(
        points: SinglePrecisionPoints, searched: [Int], values: UnsafePointer<Double>, width: Int, excludingSelf: Bool,
        searchBlock: Int
    ) {
        self.points = points
        self.searched = searched
        self.values = values
        self.width = width
        self.excludingSelf = excludingSelf
        self.searchBlock = searchBlock
        let device = Device.cpu(threads: 1)
        self.device = device
        blocks = stride(from: 0, to: searched.count, by: searchBlock).map { start in
            let rows = searched[start..<min(start + searchBlock, searched.count)]
            let block = Tensor(uninitialized: Shape(rows.count, points.width), .float32, on: device)
            for (line, row) in rows.enumerated() {
                points.writeReference(row, to: block.floats(at: line * points.width))
            }
            return block
        }
    }

    /// Finds the neighbours of a block of queries.
    func scan(_ queries: [Int], best: NearestSoFar) {
        let matrix = Tensor(uninitialized: Shape(queries.count, points.width), .float32, on: device)
        let squares = queries.enumerated().map { line, row in
            points.writeQuery(row, to: matrix.floats(at: line * points.width))
        }
        var filled = [Int](repeating: 0, count: queries.count)
        for (number, block) in blocks.enumerated() {
            let count = block.shape[0]
            let products = device.withoutRecording { matmul(matrix, block, transposeB: true) }
            searched.withUnsafeBufferPointer { searched in
                let rows = UnsafeBufferPointer(rebasing: searched[number * searchBlock..<number * searchBlock + count])
                for line in queries.indices {
                    filled[line] = compare(
                        queries[line], with: rows, products: products.floats(at: line * count), squares: squares[line],
                        best: best.moved(by: line), filled: filled[line])
                }
            }
        }
    }

    /// Compares a query with the rows that its products do not exclude.
    ///
    /// - Parameter filled: how many neighbours of the query are known so far.
    /// - Returns: how many are known afterwards.
    private func compare(
        _ query: Int, with rows: UnsafeBufferPointer<Int>, products: UnsafePointer<Float>, squares: Double,
        best: NearestSoFar, filled: Int
    ) -> Int {
        var filled = filled
        let own = values + query * width
        func limit() -> Float { points.limit(worst: best.worst(filled: filled), squares: squares) }
        var current = limit()

        func consider(_ index: Int) {
            let row = rows[index]
            if excludingSelf, row == query { return }
            let distance = Points.squaredDistance(own, values + row * width, width: width)
            if best.insert(row, distance: distance, filled: &filled) { current = limit() }
        }

        // As long as nothing is known nothing is excluded, so those that look best are compared before all others.
        let first = filled == 0 ? products.bound(ofSmallest: best.size, count: rows.count) : .infinity
        let isSplit = first < .infinity
        var index = 0
        if isSplit {
            let beyond = first.nextUp
            while true {
                index = products.firstPosition(below: beyond, from: index, count: rows.count)
                if index == rows.count { break }
                consider(index)
                index += 1
            }
            index = 0
        }
        while true {
            index = products.firstPosition(below: current, from: index, count: rows.count)
            if index == rows.count { break }
            if !isSplit || products[index] > first { consider(index) }
            index += 1
        }
        return filled
    }
}

extension Tensor {
    /// The memory of a tensor that nobody else has.
    fileprivate func floats(at offset: Int) -> UnsafeMutablePointer<Float> {
        storage.pointer.assumingMemoryBound(to: Float.self) + offset
    }
}
