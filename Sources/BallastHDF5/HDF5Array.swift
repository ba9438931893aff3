/// Values in row-major order with their shape; a scalar has the shape [].
public struct HDF5Array<Element: HDF5Scalar>: Sendable {
    public let values: [Element]
    public let shape: [Int]

    /// - Precondition: the product of `shape` is the number of values.
    public init(values: [Element], shape: [Int]) {
        precondition(shape.reduce(1, *) == values.count, "shape \(shape) for \(values.count) values")
        self.values = values
        self.shape = shape
    }

    /// Number of elements.
    public var count: Int { values.count }

    /// The first extent, or 1 for a scalar.
    public var rows: Int { shape.first ?? 1 }

    /// The part with the given first index, of the shape without the first extent.
    ///
    /// - Precondition: there is a first extent and it is larger than `row`.
    public subscript(row row: Int) -> HDF5Array<Element> {
        precondition(!shape.isEmpty && row >= 0 && row < shape[0], "row \(row) of an array of shape \(shape)")
        let width = values.count / shape[0]
        return HDF5Array(values: Array(values[row * width..<(row + 1) * width]), shape: Array(shape.dropFirst()))
    }
}

extension HDF5Array: Equatable where Element: Equatable {}
