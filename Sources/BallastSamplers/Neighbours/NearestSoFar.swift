/// The best neighbours of one query that a search has met, the nearest (or farthest) first, in memory of the answer.
struct NearestSoFar {
    let rows: UnsafeMutablePointer<Int>
    let distances: UnsafeMutablePointer<Double>
    let size: Int
    let direction: SinglePrecisionPoints.Direction

    /// The list of another query, so many further on.
    func moved(by queries: Int) -> NearestSoFar {
        NearestSoFar(
            rows: rows + queries * size, distances: distances + queries * size, size: size, direction: direction)
    }

    /// The squared distance that a row must better, or have and come first, to be among the neighbours.
    @inline(__always)
    func worst(filled: Int) -> Double {
        guard filled == size else { return direction == .nearest ? .infinity : -.infinity }
        return distances[size - 1]
    }

    /// Whether a row goes before another.
    @inline(__always)
    private func precedes(_ row: Int, _ distance: Double, _ otherRow: Int, _ otherDistance: Double) -> Bool {
        if distance == otherDistance { return row < otherRow }
        return direction == .nearest ? distance < otherDistance : distance > otherDistance
    }

    /// Puts a row in its place, if it has one.
    @inline(__always)
    func insert(_ row: Int, distance: Double, filled: inout Int) -> Bool {
        var place = filled
        if filled == size {
            guard precedes(row, distance, rows[size - 1], distances[size - 1]) else { return false }
            place = size - 1
        } else {
            filled += 1
        }
        while place > 0, precedes(row, distance, rows[place - 1], distances[place - 1]) {
            rows[place] = rows[place - 1]
            distances[place] = distances[place - 1]
            place -= 1
        }
        rows[place] = row
        distances[place] = distance
        return true
    }
}
