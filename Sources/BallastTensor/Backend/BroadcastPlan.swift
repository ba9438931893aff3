/// The loops of a broadcast operation on two dense operands, with as few axes as possible.
///
/// Axes of extent 1 are dropped and neighbours that both operands walk alike are merged, so equal shapes, a row against
/// a matrix and a column against a matrix need one or two loops. The output is dense; because the operands are dense
/// too, each one's step along the last axis is 0 or 1.
package struct BroadcastPlan {
    /// The number of loops; at least 1.
    package private(set) var rank = 0
    /// Iterations of each loop, outermost first.
    package private(set) var extents = SIMD8<Int>(repeating: 1)
    package private(set) var leftStrides = SIMD8<Int>(repeating: 0)
    package private(set) var rightStrides = SIMD8<Int>(repeating: 0)

    package init(left: Shape, right: Shape, output: Shape) {
        let leftView = StridedView(dense: left, broadcastTo: output)
        let rightView = StridedView(dense: right, broadcastTo: output)
        for axis in 0..<output.rank where output[axis] != 1 {
            let extent = output[axis]
            let leftStride = leftView.strides[axis]
            let rightStride = rightView.strides[axis]
            if rank > 0, leftStrides[rank - 1] == leftStride * extent, rightStrides[rank - 1] == rightStride * extent {
                extents[rank - 1] *= extent
            } else {
                extents[rank] = extent
                rank += 1
            }
            leftStrides[rank - 1] = leftStride
            rightStrides[rank - 1] = rightStride
        }
        rank = max(rank, 1)
    }

    /// Iterations of the innermost loop.
    package var rowLength: Int { extents[rank - 1] }
    /// Whether the operands advance along the innermost loop.
    package var leftAdvances: Bool { leftStrides[rank - 1] != 0 }
    package var rightAdvances: Bool { rightStrides[rank - 1] != 0 }

    /// Calls `body` with the offsets of each innermost row: of the left, the right operand and the output.
    @inline(__always)
    package func forEachRow(_ body: (_ left: Int, _ right: Int, _ output: Int) -> Void) {
        var count = 1
        for axis in 0..<(rank - 1) { count *= extents[axis] }
        guard rowLength > 0 else { return }
        var position = SIMD8<Int>(repeating: 0)
        var left = 0
        var right = 0
        for row in 0..<count {
            body(left, right, row * rowLength)
            var axis = rank - 2
            while axis >= 0 {
                position[axis] += 1
                left += leftStrides[axis]
                right += rightStrides[axis]
                if position[axis] < extents[axis] { break }
                left -= leftStrides[axis] * extents[axis]
                right -= rightStrides[axis] * extents[axis]
                position[axis] = 0
                axis -= 1
            }
        }
    }
}
