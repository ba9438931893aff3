internal import Foundation

/// The range of k standard normal values.
enum StudentizedRange {
    /// P(range ≤ q) = k·∫φ(z)·(Φ(z) − Φ(z − q))^(k−1) dz.
    static func distribution(_ q: Double, groups: Int) -> Double {
        // The trapezoidal rule is exact to rounding for so smooth an integrand that vanishes at both ends.
        let (low, high, steps) = (-9.0, 9.0 + q, 2000)
        let width = (high - low) / Double(steps)
        let sum = (0...steps).reduce(0.0) { sum, step in
            let z = low + Double(step) * width
            let inside = SpecialFunctions.normalTail(z - q) - SpecialFunctions.normalTail(z)
            return sum + exp(-z * z / 2) * pow(inside, Double(groups - 1))
        }
        return Double(groups) * sum * width / (2 * Double.pi).squareRoot()
    }

    /// The q with the given probability, by bisection.
    static func quantile(_ probability: Double, groups: Int) -> Double {
        var (low, high) = (0.0, 40.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if distribution(middle, groups: groups) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
