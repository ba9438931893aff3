internal import Foundation

/// Distribution functions of the tests, to the last few bits of a double.
enum SpecialFunctions {
    /// P(Z > z) of the standard normal distribution.
    static func normalTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }

    /// P(|T| > |t|) of Student's distribution with ν degrees of freedom: I_x(ν/2, 1/2) with x = ν/(ν + t²).
    static func studentTwoSided(_ t: Double, freedom: Double) -> Double {
        t.isInfinite ? 0 : incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
    }

    /// P(X > x) of the χ² distribution with ν degrees of freedom: Q(ν/2, x/2).
    static func chiSquareTail(_ x: Double, freedom: Double) -> Double {
        x <= 0 ? 1 : incompleteGammaTail(freedom / 2, x / 2)
    }

    /// The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        // The fraction converges fast on the near side of the mean.
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        return front
            / continuedFraction { n in
                if n == 0 { return (1, 1) }
                let m = Double(n / 2)
                return n % 2 == 0
                    ? (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1)
                    : (-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1)
            }
    }

    /// The regularised incomplete gamma function Q(a, x): by the series of P for small x (DLMF 8.11.4), else by its
    /// continued fraction (DLMF 8.9.2).
    static func incompleteGammaTail(_ a: Double, _ x: Double) -> Double {
        let front = exp(a * log(x) - x - lgamma(a))
        if x < a + 1 {
            var term = 1 / a
            var sum = term
            var n = a
            while abs(term) > abs(sum) * 1e-17, n < a + 10_000 {
                n += 1
                term *= x / n
                sum += term
            }
            return 1 - front * sum
        }
        return front
            / continuedFraction { n in
                let k = Double(n)
                return n == 0 ? (1, x + 1 - a) : (-k * (k - a), x + 2 * k + 1 - a)
            }
    }

    /// b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the method of Lentz as Thompson and Barnett changed it.
    private static func continuedFraction(_ term: (Int) -> (a: Double, b: Double)) -> Double {
        let tiny = 1e-300
        var value = term(0).b
        if value == 0 { value = tiny }
        var (c, d) = (value, 0.0)
        for n in 1..<10_000 {
            let (a, b) = term(n)
            d = b + a * d
            if d == 0 { d = tiny }
            c = b + a / c
            if c == 0 { c = tiny }
            d = 1 / d
            value *= c * d
            if abs(c * d - 1) < 1e-16 { break }
        }
        return value
    }
}
