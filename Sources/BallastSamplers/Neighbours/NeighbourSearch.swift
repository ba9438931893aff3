internal import Dispatch

/// Exact nearest and farthest neighbours among some rows of a table, by Euclidean distance.
///
/// Memory is that of the rows in single precision and of the answer, never of all distances. Bounds of the distances come
/// from products in single precision, a tile at a time, and what they cannot exclude is compared in double precision
/// (``SinglePrecisionPoints``). Of rows equally far the one that comes
/// first is taken, so the answer depends neither on the blocks nor on the number of threads.
package struct NeighbourSearch {
    private let points: Points
    private let searched: [Int]
    private let threads: Int

    /// - Parameter searched: positions of the rows among which neighbours are sought.
    package init(_ points: Points, among searched: [Int], threads: Int) {
        self.points = points
        self.searched = searched
        self.threads = max(threads, 1)
    }

    /// The nearest rows of each query, without the query itself if `excludingSelf`.
    ///
    /// - Precondition: enough rows are searched.
    package func nearest(_ count: Int, to queries: [Int], excludingSelf: Bool = false) -> NeighbourLists {
        search(.nearest, count: count, queries: queries, excludingSelf: excludingSelf)
    }

    /// The farthest rows from each query.
    ///
    /// - Precondition: enough rows are searched.
    package func farthest(_ count: Int, from queries: [Int]) -> NeighbourLists {
        var result = search(.farthest, count: count, queries: queries, excludingSelf: false)
        for start in stride(from: 0, to: result.rows.count, by: count) {
            result.rows[start..<start + count].reverse()
            result.squaredDistances[start..<start + count].reverse()
        }
        return result
    }

    private func search(
        _ direction: SinglePrecisionPoints.Direction, count: Int, queries: [Int], excludingSelf: Bool
    ) -> NeighbourLists {
        precondition(count >= 1 && searched.count >= count + (excludingSelf ? 1 : 0), "too few rows for neighbours")
        var result = NeighbourLists(
            size: count, rows: [Int](repeating: -1, count: queries.count * count),
            squaredDistances: [Double](repeating: 0, count: queries.count * count))
        guard !queries.isEmpty else { return result }
        let prepared = SinglePrecisionPoints(points, reference: searched, others: queries, direction: direction)
        let panels = ReferencePanels(prepared, rows: searched.inScatteredOrder(), threads: threads)
        let queryBlock = BlockScanner.queryBlock
        let blocks = (queries.count + queryBlock - 1) / queryBlock
        let workers = min(threads, blocks)
        result.rows.withUnsafeMutableBufferPointer { rows in
            result.squaredDistances.withUnsafeMutableBufferPointer { distances in
                points.values.withUnsafeBufferPointer { values in
                    guard let rows = rows.baseAddress, let distances = distances.baseAddress,
                        let values = values.baseAddress
                    else { return }
                    let memory = SharedMemory(rows: rows, distances: distances, values: values)
                    DispatchQueue.concurrentPerform(iterations: workers) { worker in
                        let scanner = BlockScanner(
                            points: prepared, panels: panels, values: memory.values, width: points.width,
                            excludingSelf: excludingSelf)
                        for block in stride(from: worker, to: blocks, by: workers) {
                            let start = block * queryBlock
                            let end = min(start + queryBlock, queries.count)
                            scanner.scan(
                                queries[start..<end],
                                best: NearestSoFar(
                                    rows: memory.rows + start * count, distances: memory.distances + start * count,
                                    size: count, direction: direction))
                        }
                    }
                }
            }
        }
        return result
    }

    /// Memory that all workers read, or write disjoint parts of.
    private struct SharedMemory: @unchecked Sendable {
        let rows: UnsafeMutablePointer<Int>
        let distances: UnsafeMutablePointer<Double>
        let values: UnsafePointer<Double>
    }
}

extension [Int] {
    /// The elements in an order without any run that a table may have been sorted into, always the same.
    ///
    /// A search that meets rows in the order of falling distance would have to compare them all.
    fileprivate func inScatteredOrder() -> [Int] {
        guard count > 2 else { return self }
        var step = Int(Double(count) * 0.618_033_988_749_894_9)
        while step < 1 || Self.greatestCommonDivisor(step, count) != 1 { step += 1 }
        var position = 0
        return (0..<count).map { _ in
            defer { position = (position + step) % count }
            return self[position]
        }
    }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }
}
