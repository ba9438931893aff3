/// A set of axes of one tensor, counted from the first, held in one byte.
package struct AxisSet: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The set of one axis.
    package init(axis: Int) { self.init(rawValue: 1 << UInt8(axis)) }

    /// Every axis of a tensor of `rank`.
    package static func all(rank: Int) -> AxisSet { AxisSet(rawValue: (1 << UInt8(rank)) - 1) }

    /// The axes along which `shape` must be summed to undo broadcasting from `smaller`.
    package init(reducing shape: Shape, to smaller: Shape) {
        var axes: AxisSet = []
        let missing = shape.rank - smaller.rank
        for axis in 0..<shape.rank where axis < missing || (smaller[axis - missing] == 1 && shape[axis] != 1) {
            axes.insert(AxisSet(axis: axis))
        }
        self = axes
    }

    package func contains(axis: Int) -> Bool { rawValue & (1 << UInt8(axis)) != 0 }
}

/// A tensor of row-major elements seen along one axis: `outer` blocks of `extent` rows of `inner` elements.
package struct AxisSpan {
    package let outer: Int
    package let extent: Int
    package let inner: Int

    package init(_ shape: Shape, axis: Int) {
        var outer = 1
        var inner = 1
        for position in 0..<shape.rank {
            if position < axis { outer *= shape[position] } else if position > axis { inner *= shape[position] }
        }
        self.outer = outer
        extent = shape[axis]
        self.inner = inner
    }
}
