/// Class indices or other row numbers: the integers beside a batch of tensors.
///
/// Values are counted from 0 and lie below ``bound``, which is checked when the labels are made, so that kernels may
/// use them without checking again.
public struct Labels: Equatable, Sendable {
    /// The integers.
    public let values: [Int32]
    /// Exclusive upper bound of the values: the number of classes, or of rows.
    public let bound: Int

    public init(_ values: [Int32], bound: Int) {
        for value in values {
            require(value >= 0 && Int(value) < bound, "label \(value) is not in 0..<\(bound)")
        }
        self.values = values
        self.bound = bound
    }

    public init(_ values: [Int], bound: Int) {
        self.init(values.map(Int32.init), bound: bound)
    }

    /// The number of labels.
    public var count: Int { values.count }

    /// How often each value occurs, [bound].
    public var counts: [Int] {
        var result = [Int](repeating: 0, count: bound)
        for value in values { result[Int(value)] += 1 }
        return result
    }
}
