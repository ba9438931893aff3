/// Where the elements of a shape lie in a row-major buffer: an offset and a step for each axis, in elements.
package struct StridedView {
    package var offset = 0
    /// One step per axis of the shape that is walked; the rest is unused.
    package var strides = SIMD8<Int>(repeating: 0)

    /// A dense row-major buffer of `shape`.
    package init(dense shape: Shape) {
        var step = 1
        var axis = shape.rank - 1
        while axis >= 0 {
            strides[axis] = step
            step *= shape[axis]
            axis -= 1
        }
    }

    /// A dense buffer of `shape` seen as the larger shape `target`: axes that broadcast have the step 0.
    package init(dense shape: Shape, broadcastTo target: Shape) {
        let dense = StridedView(dense: shape)
        let missing = target.rank - shape.rank
        for axis in 0..<shape.rank {
            strides[axis + missing] = shape[axis] == 1 ? 0 : dense.strides[axis]
        }
    }
}
