/// The loops of a strided copy, neighbouring axes that both views walk alike merged.
package struct CopyPlan {
    private var rank = 0
    private var extents = SIMD8<Int>(repeating: 1)
    private var inputStrides = SIMD8<Int>(repeating: 0)
    private var outputStrides = SIMD8<Int>(repeating: 0)

    package init(_ shape: Shape, from inputView: StridedView, to outputView: StridedView) {
        for axis in 0..<shape.rank where shape[axis] != 1 {
            let extent = shape[axis]
            let inputStride = inputView.strides[axis]
            let outputStride = outputView.strides[axis]
            if rank > 0, inputStrides[rank - 1] == inputStride * extent,
                outputStrides[rank - 1] == outputStride * extent
            {
                extents[rank - 1] *= extent
            } else {
                extents[rank] = extent
                rank += 1
            }
            inputStrides[rank - 1] = inputStride
            outputStrides[rank - 1] = outputStride
        }
        rank = max(rank, 1)
    }

    /// Iterations of the innermost loop.
    package var rowLength: Int { extents[rank - 1] }
    /// The steps of the innermost loop.
    package var inputStep: Int { inputStrides[rank - 1] }
    package var outputStep: Int { outputStrides[rank - 1] }

    /// Calls `body` with the offsets of each innermost row in the input and the output.
    @inline(__always)
    package func forEachRow(_ body: (_ input: Int, _ output: Int) -> Void) {
        var count = 1
        for axis in 0..<(rank - 1) { count *= extents[axis] }
        guard rowLength > 0 else { return }
        var position = SIMD8<Int>(repeating: 0)
        var input = 0
        var output = 0
        for _ in 0..<count {
            body(input, output)
            var axis = rank - 2
            while axis >= 0 {
                position[axis] += 1
                input += inputStrides[axis]
                output += outputStrides[axis]
                if position[axis] < extents[axis] { break }
                input -= inputStrides[axis] * extents[axis]
                output -= outputStrides[axis] * extents[axis]
                position[axis] = 0
                axis -= 1
            }
        }
    }
}
