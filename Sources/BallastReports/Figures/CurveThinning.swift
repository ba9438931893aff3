/// Leaves out points of a curve that no reader could see.
enum CurveThinning {
    /// Those points that are at least a step away from the last one kept in either direction, with the first and the last.
    ///
    /// - Parameters:
    ///   - points: in the order in which they are joined.
    ///   - step: in the unit of the axes; a point left out is nearer than this to one that is kept.
    static func thinned(_ points: [(x: Double, y: Double)], step: Double = 1.0 / 800) -> [(x: Double, y: Double)] {
        guard points.count > 2, let last = points.last else { return points }
        var kept = [points[0]]
        for (index, point) in points.enumerated().dropFirst().dropLast() {
            let before = kept[kept.count - 1]
            if abs(point.x - before.x) >= step || abs(point.y - before.y) >= step {
                // The point before a jump is a corner of the curve.
                let corner = points[index - 1]
                if corner != before, abs(point.x - corner.x) >= step || abs(point.y - corner.y) >= step {
                    kept.append(corner)
                }
                kept.append(point)
            }
        }
        return kept + [last]
    }
}
