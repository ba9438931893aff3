/// Points in single precision, prepared so that one matrix product bounds all squared distances between two sets of them.
///
/// With the origin in the middle and coordinates scaled into [−1, 1], ‖x − y‖² = ‖x‖² + ‖y‖² − 2x·y. A reference y is
/// stored as (y, (1 ∓ ε)‖y‖²) and a query x as (∓2x, ±1), so that their product is, up to rounding, ‖y‖² − 2x·y less what
/// rounding can amount to. That product is in single precision and off by no more than (D + 8)·2⁻²⁴·(‖x‖² + 2‖y‖²);
/// ε = (4D + 32)·2⁻²⁴ therefore makes (product + (1 − ε)‖x‖²) a lower bound of the squared distance, and with the
/// other signs its negative an upper one.
///
/// So the bounds exclude nearly all pairs cheaply, and the few that remain are compared by distances in double precision:
/// the neighbours found are those of double precision.
struct SinglePrecisionPoints {
    /// Which neighbours are sought.
    enum Direction: Sendable { case nearest, farthest }

    private let points: Points
    private let centre: [Double]
    private let scale: Double
    let direction: Direction
    /// Whether products bound anything: not where squares of coordinates leave the range of doubles.
    let canExclude: Bool

    /// - Parameters:
    ///   - reference: rows whose mean is taken as the origin.
    ///   - others: further rows whose coordinates must fit the scale.
    init(_ points: Points, reference: [Int], others: [Int], direction: Direction) {
        self.points = points
        self.direction = direction
        let width = points.width
        var centre = [Double](repeating: 0, count: width)
        // Each is divided first, so that no sum of finite values overflows.
        let share = 1 / Double(max(reference.count, 1))
        for row in reference {
            for (column, value) in points.row(row).enumerated() { centre[column] += value * share }
        }
        let largest = max(
            Self.largestOffset(of: reference, points, from: centre),
            Self.largestOffset(of: others, points, from: centre))
        self.centre = centre
        // A power of two, so that scaling rounds nothing.
        canExclude = largest <= 0x1p499 && (largest == 0 || largest >= 0x1p-499)
        let exponent = canExclude && largest > 0 ? -largest.exponent - 1 : 0
        scale = Double(sign: .plus, exponent: exponent, significand: 1)
    }

    /// The largest distance of a coordinate of some rows from that of the centre.
    private static func largestOffset(of rows: [Int], _ points: Points, from centre: [Double]) -> Double {
        points.values.withUnsafeBufferPointer { values in
            centre.withUnsafeBufferPointer { centre in
                var largest = 0.0
                for row in rows {
                    let start = row * points.width
                    for column in centre.indices {
                        let offset = abs(values[start + column] - centre[column])
                        if offset > largest { largest = offset }
                    }
                }
                return largest
            }
        }
    }

    /// Coordinates of a prepared row.
    var width: Int { points.width + 1 }
    private var epsilon: Double { Double(4 * points.width + 32) * 0x1p-24 }
    private var sign: Double { direction == .nearest ? 1 : -1 }

    /// Scaled and centred coordinates, one every `stride`, and their sum of squares.
    private func prepare(_ row: Int, factor: Double, into target: UnsafeMutablePointer<Float>, stride: Int) -> Double {
        points.values.withUnsafeBufferPointer { values in
            centre.withUnsafeBufferPointer { centre in
                let start = row * points.width
                var squares = 0.0
                for column in centre.indices {
                    let coordinate = (values[start + column] - centre[column]) * scale
                    squares += coordinate * coordinate
                    target[column * stride] = Float(factor * coordinate)
                }
                return squares
            }
        }
    }

    func writeReference(_ row: Int, to target: UnsafeMutablePointer<Float>, stride: Int) {
        let squares = prepare(row, factor: 1, into: target, stride: stride)
        target[points.width * stride] = Float((1 - sign * epsilon) * squares)
    }

    /// Writes a reference that no query is near to.
    func writeNoReference(to target: UnsafeMutablePointer<Float>, stride: Int) {
        for column in 0..<points.width { target[column * stride] = 0 }
        target[points.width * stride] = Float(sign) * .infinity
    }

    /// - Returns: the squared norm of the query.
    func writeQuery(_ row: Int, to target: UnsafeMutablePointer<Float>, stride: Int) -> Double {
        let squares = prepare(row, factor: -2 * sign, into: target, stride: stride)
        target[points.width * stride] = Float(sign)
        return squares
    }

    /// The value that the product of a query and a reference is below if the reference may be better than one at the
    /// squared distance `worst`, or as good.
    ///
    /// - Parameter squares: what ``writeQuery(_:to:)`` returned.
    @inline(__always)
    func limit(worst: Double, squares: Double) -> Float {
        let bound = sign * (worst * scale * scale - (1 - sign * epsilon) * squares)
        // Products too small for a Float vanish; the constant is far above them and far below what matters.
        return Float(bound + 1e-30).nextUp
    }
}
