internal import CHDF5

/// Extents as a file states them. A damaged or hostile file can state anything, so every product is checked before
/// memory is asked for.
struct HDF5Shape {
    let extents: [Int]
    /// Product of the extents.
    let count: Int

    /// The extents of a dataspace.
    ///
    /// - Throws: `.wrongType` for a null dataspace, `.tooLarge` when the number of elements exceeds `Int`.
    init(space: hid_t, of source: HDF5Source) throws {
        switch H5Sget_simple_extent_type(space) {
        case H5S_SCALAR:
            extents = []
            count = 1
            return
        case H5S_SIMPLE: break
        case H5S_NULL: throw source.error(.wrongType, "holds no value (null dataspace)")
        default: throw source.error(.damaged, "cannot read the shape")
        }
        let rank = try source.check(H5Sget_simple_extent_ndims(space), "cannot read the rank")
        var sizes = [hsize_t](repeating: 0, count: Int(rank))
        try source.check(H5Sget_simple_extent_dims(space, &sizes, nil), "cannot read the shape")
        // Zeros first: an extent of 0 makes the array empty whatever the others are.
        var product = 1
        for size in sizes {
            let (next, overflow) = product.multipliedReportingOverflow(by: Int(clamping: max(size, 1)))
            guard !overflow, Int(exactly: size) != nil else {
                throw source.error(.tooLarge, "states more elements than can be addressed", got: "\(sizes)")
            }
            product = next
        }
        extents = sizes.map { Int($0) }
        count = sizes.contains(0) ? 0 : product
    }

    /// Elements in one row: the product of all extents but the first.
    var rowCount: Int { extents.dropFirst().reduce(1, *) }
}

extension HDF5Source {
    /// Checks that a shape to be written is one and holds so many values.
    ///
    /// - Throws: `.wrongShape`.
    func requireCount(_ count: Int, shape: [Int]) throws {
        guard shape.allSatisfy({ $0 >= 0 }) else {
            throw error(.wrongShape, "has a negative extent", got: "shape \(shape)")
        }
        guard shape.reduce(1, saturatingProduct) == count else {
            throw error(
                .wrongShape, "shape and number of values differ", expected: "shape \(shape)", got: "\(count) values")
        }
    }
}

/// The product of two numbers that are not negative, or the largest integer if it exceeds that.
func saturatingProduct(_ first: Int, _ second: Int) -> Int {
    let (product, overflow) = first.multipliedReportingOverflow(by: second)
    return overflow ? .max : product
}
