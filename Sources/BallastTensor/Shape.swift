/// The extents of a tensor's axes, outermost first; rank 0 is a scalar.
///
/// Up to ``maximumRank`` extents are held inline, so making and comparing shapes never touches the heap.
public struct Shape: Hashable, Sendable, RandomAccessCollection, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The largest number of axes a tensor can have.
    public static let maximumRank = 6

    private var extents: (Int32, Int32, Int32, Int32, Int32, Int32) = (1, 1, 1, 1, 1, 1)
    /// The number of axes.
    public let rank: Int

    /// The shape of a scalar.
    public static let scalar = Shape([Int]())

    public init(_ extents: some Collection<Int>) {
        require(extents.count <= Shape.maximumRank, "a tensor has at most \(Shape.maximumRank) axes: \(extents)")
        rank = extents.count
        var position = 0
        for extent in extents {
            self[unchecked: position] = Shape.checked(extent)
            position += 1
        }
    }

    public init(_ first: Int, _ second: Int, _ third: Int, _ others: Int...) {
        self.init([first, second, third] + others)
    }

    /// The shape of a vector; makes no array on the way, as every operation makes shapes.
    public init(_ extent: Int) {
        self.init(ones: 1)
        self[unchecked: 0] = Shape.checked(extent)
    }

    /// The shape of a matrix; makes no array on the way.
    public init(_ rows: Int, _ columns: Int) {
        self.init(ones: 2)
        self[unchecked: 0] = Shape.checked(rows)
        self[unchecked: 1] = Shape.checked(columns)
    }
    public init(arrayLiteral elements: Int...) { self.init(elements) }

    public var startIndex: Int { 0 }
    public var endIndex: Int { rank }

    /// The extent of `axis`; negative axes count from the last.
    public subscript(axis: Int) -> Int {
        Int(self[unchecked: normalized(axis)])
    }

    /// The number of elements, the product of the extents.
    public var elementCount: Int {
        var count = 1
        for axis in 0..<rank { count *= Int(self[unchecked: axis]) }
        return count
    }

    /// `axis` counted from the first one, after checking that it exists.
    public func normalized(_ axis: Int) -> Int {
        let position = axis < 0 ? axis + rank : axis
        require(position >= 0 && position < rank, "axis \(axis) does not exist in shape \(self)")
        return position
    }

    /// This shape with `axis` removed, or kept with extent 1.
    public func reducing(_ axis: Int, keepingAxis: Bool) -> Shape {
        reducing(AxisSet(axis: normalized(axis)), keepingAxes: keepingAxis)
    }

    /// This shape with `axes` removed, or kept with extent 1.
    package func reducing(_ axes: AxisSet, keepingAxes: Bool) -> Shape {
        var result = Shape(ones: keepingAxes ? rank : rank - axes.rawValue.nonzeroBitCount)
        var position = 0
        for axis in 0..<rank {
            let isReduced = axes.contains(axis: axis)
            if !isReduced { result[unchecked: position] = self[unchecked: axis] }
            if keepingAxes || !isReduced { position += 1 }
        }
        return result
    }

    /// This shape with the extent of `axis` replaced.
    public func replacing(_ axis: Int, with extent: Int) -> Shape {
        var result = self
        result[unchecked: normalized(axis)] = Shape.checked(extent)
        return result
    }

    /// The shape that both operands broadcast to by NumPy's rule, or nil if they do not fit.
    public func broadcast(with other: Shape) -> Shape? {
        if self == other { return self }
        var result = Shape(ones: Swift.max(rank, other.rank))
        for axis in 0..<result.rank {
            let leftAxis = axis - (result.rank - rank)
            let rightAxis = axis - (result.rank - other.rank)
            let left = leftAxis >= 0 ? self[unchecked: leftAxis] : 1
            let right = rightAxis >= 0 ? other[unchecked: rightAxis] : 1
            guard left == right || left == 1 || right == 1 else { return nil }
            result[unchecked: axis] = left == 1 ? right : left
        }
        return result
    }

    private init(ones rank: Int) { self.rank = rank }

    private static func checked(_ extent: Int) -> Int32 {
        require(extent >= 0, "negative extent \(extent) in a shape")
        return Int32(extent)
    }

    public var description: String { "[" + map(String.init).joined(separator: ", ") + "]" }

    private subscript(unchecked axis: Int) -> Int32 {
        get {
            switch axis {
            case 0: extents.0
            case 1: extents.1
            case 2: extents.2
            case 3: extents.3
            case 4: extents.4
            default: extents.5
            }
        }
        set {
            switch axis {
            case 0: extents.0 = newValue
            case 1: extents.1 = newValue
            case 2: extents.2 = newValue
            case 3: extents.3 = newValue
            case 4: extents.4 = newValue
            default: extents.5 = newValue
            }
        }
    }

    public static func == (left: Shape, right: Shape) -> Bool {
        left.rank == right.rank && left.extents.0 == right.extents.0 && left.extents.1 == right.extents.1
            && left.extents.2 == right.extents.2 && left.extents.3 == right.extents.3
            && left.extents.4 == right.extents.4 && left.extents.5 == right.extents.5
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        for axis in 0..<rank { hasher.combine(self[unchecked: axis]) }
    }
}
