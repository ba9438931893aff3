/// The loops of a reduction over a dense input, neighbouring axes of one kind merged.
///
/// After merging, reduced and kept loops alternate: a sum over the last axis is [kept, reduced], over the first
/// [reduced, kept], over everything [reduced].
package struct ReductionPlan {
    /// The number of loops; at least 1.
    package private(set) var rank = 0
    /// Iterations of each loop, outermost first.
    package private(set) var extents = SIMD8<Int>(repeating: 1)
    /// The step of the output in each loop; 0 where the loop is reduced.
    package private(set) var outputStrides = SIMD8<Int>(repeating: 0)
    /// The number of input elements behind each output element.
    package private(set) var reducedCount = 1
    /// The number of output elements.
    package private(set) var outputCount = 1

    package init(_ shape: Shape, over axes: AxisSet) {
        var isReduced = SIMD8<Int>(repeating: 0)
        for axis in 0..<shape.rank where shape[axis] != 1 {
            let reduced = axes.contains(axis: axis) ? 1 : 0
            if rank > 0, isReduced[rank - 1] == reduced {
                extents[rank - 1] *= shape[axis]
            } else {
                extents[rank] = shape[axis]
                isReduced[rank] = reduced
                rank += 1
            }
        }
        if rank == 0 {
            // One element: walk it as a kept axis of extent 1.
            rank = 1
        }
        var loop = rank - 1
        while loop >= 0 {
            if isReduced[loop] == 1 {
                reducedCount *= extents[loop]
            } else {
                outputStrides[loop] = outputCount
                outputCount *= extents[loop]
            }
            loop -= 1
        }
    }

    /// Iterations of the innermost loop.
    package var rowLength: Int { extents[rank - 1] }
    /// Whether the innermost loop is reduced.
    package var rowIsReduced: Bool { outputStrides[rank - 1] == 0 }

    /// Calls `body` with the offset of each innermost row in the input and the output.
    @inline(__always)
    package func forEachRow(_ body: (_ input: Int, _ output: Int) -> Void) {
        var count = 1
        for axis in 0..<(rank - 1) { count *= extents[axis] }
        guard rowLength > 0 else { return }
        var position = SIMD8<Int>(repeating: 0)
        var output = 0
        for row in 0..<count {
            body(row * rowLength, output)
            var axis = rank - 2
            while axis >= 0 {
                position[axis] += 1
                output += outputStrides[axis]
                if position[axis] < extents[axis] { break }
                output -= outputStrides[axis] * extents[axis]
                position[axis] = 0
                axis -= 1
            }
        }
    }
}
