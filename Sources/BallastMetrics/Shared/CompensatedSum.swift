/// A sum that carries along what rounding took away, so that millions of terms cost no digits and hardly depend on
/// their order.
///
/// Source: Neumaier, Zeitschrift für Angewandte Mathematik und Mechanik 54, 1974.
struct CompensatedSum {
    private var sum = 0.0
    private var correction = 0.0

    var value: Double { sum + correction }

    static func += (sum: inout CompensatedSum, term: Double) {
        let next = sum.sum + term
        if abs(sum.sum) >= abs(term) {
            sum.correction += (sum.sum - next) + term
        } else {
            sum.correction += (term - next) + sum.sum
        }
        sum.sum = next
    }
}
