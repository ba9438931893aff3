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

    /// The squared distance of two rows, summed in the order of the columns: the one number that decides on neighbours.
    @inline(__always)
    static func squaredDistance(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, width: Int) -> Double {
        var sum = 0.0
        for column in 0..<width {
            let difference = left[column] - right[column]
            sum += difference * difference
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
        (0..<count).map { number in
            NumPySum.sum(
                squaredDistances[number * size..<(number + 1) * size].map { $0.squareRoot() }[...])
        }
    }
}
