internal import Foundation

/// A number format that reference loops compute in: the elementary functions, each at its own precision.
protocol RealElement: BinaryFloatingPoint {
    static func exponential(_ x: Self) -> Self
    static func exponentialMinusOne(_ x: Self) -> Self
    static func logarithm(_ x: Self) -> Self
    static func logarithmOfOnePlus(_ x: Self) -> Self
    static func hyperbolicTangent(_ x: Self) -> Self
    static func complementaryError(_ x: Self) -> Self
    static func power(_ x: Self, _ exponent: Self) -> Self
    static func sine(_ x: Self) -> Self
    static func cosine(_ x: Self) -> Self
}

extension Float: RealElement {
    static func exponential(_ x: Float) -> Float { exp(x) }
    static func exponentialMinusOne(_ x: Float) -> Float { expm1(x) }
    static func logarithm(_ x: Float) -> Float { log(x) }
    static func logarithmOfOnePlus(_ x: Float) -> Float { log1p(x) }
    static func hyperbolicTangent(_ x: Float) -> Float { tanh(x) }
    static func complementaryError(_ x: Float) -> Float { erfc(x) }
    static func power(_ x: Float, _ exponent: Float) -> Float { pow(x, exponent) }
    static func sine(_ x: Float) -> Float { sin(x) }
    static func cosine(_ x: Float) -> Float { cos(x) }
}

extension Double: RealElement {
    static func exponential(_ x: Double) -> Double { exp(x) }
    static func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
    static func logarithm(_ x: Double) -> Double { log(x) }
    static func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }
    static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
    static func complementaryError(_ x: Double) -> Double { erfc(x) }
    static func power(_ x: Double, _ exponent: Double) -> Double { pow(x, exponent) }
    static func sine(_ x: Double) -> Double { sin(x) }
    static func cosine(_ x: Double) -> Double { cos(x) }
}

extension RealElement {
    /// 1 / (1 + e⁻ˣ) without overflow.
    static func sigmoid(_ x: Self) -> Self {
        let e = exponential(-abs(x))
        return x >= 0 ? 1 / (1 + e) : e / (1 + e)
    }

    /// sigmoid(x) · sigmoid(−x), exact to rounding for any x.
    static func sigmoidDerivative(_ x: Self) -> Self {
        let e = exponential(-abs(x))
        return e / ((1 + e) * (1 + e))
    }

    /// log1p(e^−|x|), the smooth part of softplus and logSigmoid.
    static func softplusTail(_ x: Self) -> Self { logarithmOfOnePlus(exponential(-abs(x))) }

    /// The standard normal distribution function.
    static func normalDistribution(_ x: Self) -> Self { complementaryError(-x * Self(0.5).squareRoot()) / 2 }

    /// The standard normal density.
    static func normalDensity(_ x: Self) -> Self {
        exponential(-x * x / 2) * Self(0.398_942_280_401_432_677_94)
    }
}

/// The upper half of a binary32.
struct BrainFloat {
    let bits: UInt16

    /// Rounds to the nearest, ties to even; NaN stays NaN.
    init(_ value: Float) {
        let pattern = value.bitPattern
        guard !value.isNaN else {
            bits = UInt16(truncatingIfNeeded: pattern >> 16) | 0x40
            return
        }
        bits = UInt16(truncatingIfNeeded: (pattern &+ 0x7FFF &+ ((pattern >> 16) & 1)) >> 16)
    }

    var value: Float { Float(bitPattern: UInt32(bits) << 16) }
}
