/// A function of one element, with the derivative its gradient kernel uses.
///
/// NaN in gives NaN out, for every operation: a broken value must surface, not be clipped away.
/// The gradient kernel computes upstream · f′ in one pass from one saved tensor, the input or the output. Where the
/// upstream gradient is 0 the result is 0 even if f′ is infinite (log, sqrt, … at 0), so that an element masked by
/// a where never turns into 0 · ∞ = NaN.
///
/// The order of the cases is part of the interface to the C kernels.
package enum UnaryOperation: Int32, CaseIterable, Sendable {
    /// −x.
    case negate
    /// eˣ.
    case exponential
    /// ln x.
    case logarithm
    /// ln(1 + x), accurate near 0.
    case logarithmOfOnePlus
    /// eˣ − 1, accurate near 0.
    case exponentialMinusOne
    /// ln(1 + eˣ) = max(x, 0) + log1p(e^−|x|).
    case softplus
    /// 1 / (1 + e⁻ˣ), from e = e^−|x| so that nothing overflows; derivative e / (1 + e)², because s(1 − s) loses all
    /// its digits where s nears 1.
    case sigmoid
    /// ln sigmoid(x) = min(x, 0) − log1p(e^−|x|).
    case logSigmoid
    /// Hyperbolic tangent; derivative 4e / (1 + e)² with e = e^−2|x|, because 1 − y² loses its digits where |y| nears 1.
    case tanh
    /// √x.
    case squareRoot
    /// 1 / √x.
    case reciprocalSquareRoot
    /// x².
    case square
    /// 1 / x.
    case reciprocal
    /// |x|; derivative 0 at 0.
    case absolute
    /// −1, 0 or 1; no gradient.
    case sign
    /// max(x, 0); derivative 0 at 0.
    case relu
    /// x for x > 0, first · x otherwise; derivative first at 0.
    case leakyRelu
    /// x · Φ(x), Φ the standard normal distribution function (by erf, not the tanh approximation).
    case gelu
    /// x^first as the C library's pow; derivative first · x^(first − 1), and 0 if first is 0.
    case power
    /// min(max(x, first), second); derivative 1 on the closed range, 0 outside.
    case clip
    /// sin x.
    case sine
    /// cos x.
    case cosine
    /// softplus(−x) · e^(−first · softplus(x)): focal cross-entropy of log-odds x, which is (1 − p)^first · (−ln p) with
    /// p = sigmoid(x); derivative −e^(−first · softplus(x)) · (sigmoid(−x) + first · sigmoid(x) · softplus(−x)).
    case focalCrossEntropy

    /// Which tensor the gradient kernel reads.
    package enum Saved: Sendable { case input, output, nothing }

    /// What the forward pass keeps for the gradient.
    package var saved: Saved {
        switch self {
        case .negate, .sign: .nothing
        case .exponential, .squareRoot, .reciprocalSquareRoot, .reciprocal, .relu: .output
        case .logarithm, .logarithmOfOnePlus, .exponentialMinusOne, .softplus, .sigmoid, .logSigmoid, .tanh, .square,
            .absolute, .leakyRelu, .gelu, .power, .clip, .sine, .cosine,
            .focalCrossEntropy:
            .input
        }
    }

    /// Whether f(0) = 0, so that the zero padding of a blocked layout survives.
    package func preservesZero(_ parameters: UnaryParameters) -> Bool {
        switch self {
        case .negate, .logarithmOfOnePlus, .exponentialMinusOne, .tanh, .squareRoot, .square, .absolute, .sign, .relu,
            .leakyRelu, .gelu, .sine:
            true
        case .power: parameters.first > 0
        case .clip: parameters.first <= 0 && parameters.second >= 0
        case .exponential, .logarithm, .softplus, .sigmoid, .logSigmoid, .reciprocalSquareRoot, .reciprocal, .cosine,
            .focalCrossEntropy:
            false
        }
    }
}

/// The constants of a ``UnaryOperation``: slope (leakyRelu), exponent (power, focalCrossEntropy), lower and upper bound
/// (clip).
package struct UnaryParameters: Equatable, Sendable {
    package let first: Double
    package let second: Double

    package init(_ first: Double = 0, _ second: Double = 0) {
        self.first = first
        self.second = second
    }
}
