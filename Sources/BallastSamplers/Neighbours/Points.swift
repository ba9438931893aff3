/// The rows of a table as points of Euclidean space.
package struct Points: Sendable {
    /// Row-major [N, D].
    package let values: [Double]
    /// The number of coordinates D.
    package let width: Int

    package init(values: [Double], width: Int) {
        self.values = values
        self.width = width
    }

    /// The squared distance of two rows: the one number that decides on neighbours.
    ///
    /// The squares of every fourth column are summed, these four sums by halves, and the columns left over added at last.
    @inline(__always)
    static func squaredDistance(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, width: Int) -> Double {
        var lanes = SIMD4<Double>.zero
        var column = 0
        while column + 4 <= width {
            let difference =
                UnsafeRawPointer(left + column).loadUnaligned(as: SIMD4<Double>.self)
                - UnsafeRawPointer(right + column).loadUnaligned(as: SIMD4<Double>.self)
            lanes += difference * difference
            column += 4
        }
        var sum = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
        while column < width {
            let difference = left[column] - right[column]
            sum += difference * difference
            column += 1
        }
        return sum
    }

    /// The features of a row.
    func row(_ row: Int) -> ArraySlice<Double> { values[row * width..<(row + 1) * width] }
}

/// The neighbours of some rows, k for each.
package struct NeighbourLists: Sendable {
    /// The number of neighbours of each row k.
    package let size: Int
    /// Positions of the neighbours in the table, k for each row, by ascending distance.
    package var rows: [Int]
    /// The squared distances, alike.
    package var squaredDistances: [Double]

    /// The number of rows that neighbours were sought of.
    package var count: Int { size == 0 ? 0 : rows.count / size }

    /// The neighbours of a row, by its number among those they were sought of.
    package subscript(number: Int) -> ArraySlice<Int> { rows[number * size..<(number + 1) * size] }

    /// For each row, the sum of the distances of its neighbours.
    package var distanceSums: [Double] {
        let distances = squaredDistances.map { $0.squareRoot() }
        return (0..<count).map { number in NumPySum.sum(distances[number * size..<(number + 1) * size]) }
    }
}
