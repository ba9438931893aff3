/// A function of two elements; NaN in either gives NaN, except that comparisons with NaN are false.
///
/// The order of the cases is part of the interface to the C kernels.
package enum BinaryOperation: Int32, CaseIterable, Sendable {
    case add
    case subtract
    case multiply
    case divide
    /// The larger; NaN if either is NaN.
    case maximum
    /// The smaller; NaN if either is NaN.
    case minimum
    /// left^right as the C library's pow.
    case power
    /// 1 if left > right, else 0; the other comparisons alike.
    case greater
    case greaterOrEqual
    case less
    case lessOrEqual
    case equal
    /// left · right, but 0 wherever left is 0, whatever right is: for gradients, so that a masked element stays 0.
    case productOrZero
    /// left / right, but 0 wherever left is 0, whatever right is.
    case quotientOrZero
}
